/**
 * The load: workers that always have the next errand ready, and one that moves the clock by small steps. What stays without an
 * answer is kept; some of it is repeated with the same key while the load goes on, the rest at the end.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { elapsedMs } from '../packages/troth/src/kernel/index.ts';
import { type Chance, chanceOf } from '../sim/seeded-chance.ts';
import { Believed } from './believed.ts';
import { type Answer, type Ask, type Client, isOpen } from './client.ts';
import { drawErrand, type Errand, type Stage } from './errands.ts';
import type { CampaignSettings } from './settings.ts';
import type { Town } from './town.ts';

const TWICE_AT_ONCE = 0.03;
const REPLAY = 0.02;
const REPEAT_SOON = 0.3;
const REMEMBERED_MAX = 4_000;
const REPLAYS_AT_END = 1_000;
const REPEATERS = 16;
const KNOCK_EVERY_MS = 60;
const GIVE_UP_AFTER_MS = 120_000;

/** Keys live for thirty days of the world's clock: all steps together stay well below. */
function minutesMax({ kills }: CampaignSettings): number {
  return Math.min(120, Math.floor((20 * 24 * 60) / (3 * kills)));
}

export class Load {
  readonly #settings: CampaignSettings;
  readonly #client: Client;
  readonly #town: Town;
  readonly #believed = new Believed();
  readonly #chance: Chance;
  /** Without a final answer yet. */
  readonly #open: Errand[] = [];
  /** Some of those that have one. */
  readonly #answered: Ask[] = [];
  readonly #working: Promise<unknown>;
  #keyCount = 0;
  #answeredCount = 0;
  #state: 'up' | 'down' | 'ending' = 'up';
  #wake: (() => void)[] = [];

  /** Begins at once. */
  constructor(settings: CampaignSettings, client: Client, town: Town) {
    this.#settings = settings;
    this.#client = client;
    this.#town = town;
    this.#chance = chanceOf(settings.seed, 'campaign');
    const workers = Array.from({ length: settings.workers }, (_, index) => this.#work(index));
    this.#working = Promise.all([...workers, this.#tick()]);
  }

  /** Final answers so far. */
  get answeredCount(): number {
    return this.#answeredCount;
  }

  get openCount(): number {
    return this.#open.length;
  }

  /** Workers wait while the system is down; some knock on regardless. */
  setUp(state: 'up' | 'down'): void {
    this.#state = state;
    if (state === 'up') this.#wakeAll();
  }

  /** Ends the workers and waits for them. */
  async end(): Promise<void> {
    this.#state = 'ending';
    this.#wakeAll();
    await this.#working;
  }

  /** Repeats everything that has no answer, and some that has one; to be called after {@link Load.end}. */
  async repeatAll(): Promise<{ repeated: number; replayed: number }> {
    const replayed = this.#answered.slice(0, REPLAYS_AT_END);
    const queue = [...this.#open.map((errand) => errand.ask), ...replayed];
    const repeater = async () => {
      for (let ask = queue.pop(); ask !== undefined; ask = queue.pop()) await this.#askUntilAnswered(ask);
    };
    await Promise.all(Array.from({ length: REPEATERS }, repeater));
    return { repeated: this.#open.length, replayed: replayed.length };
  }

  /** Moves the clock and waits for the answer, however often that takes. */
  async advance(body: { readonly toInstant: string } | { readonly byHours: number }): Promise<void> {
    const key = this.#nextKey();
    const path = '/v1/clock/advance';
    const ask: Ask = { key, kind: 'clock', path, token: this.#town.operatorKey, speaker: 'operator', body };
    const answer = await this.#askUntilAnswered(ask);
    if (answer.status === 200) this.#town.nowMs = Date.parse(String(answer.body.now));
  }

  async #askUntilAnswered(ask: Ask): Promise<Answer> {
    const until = elapsedMs() + GIVE_UP_AFTER_MS;
    for (;;) {
      const answer = await this.#client.ask(ask);
      if (answer !== null && !isOpen(answer)) return answer;
      if (elapsedMs() > until) throw new Error(`no answer for ${ask.path} with the key ${ask.key}`);
      await sleep(100);
    }
  }

  async #work(index: number): Promise<void> {
    const chance = chanceOf(this.#settings.seed, 'worker', index);
    const stage: Stage = { town: this.#town, believed: this.#believed, chance, nextKey: () => this.#nextKey() };
    const knocksOn = index % 16 === 0;
    while (this.#state !== 'ending') {
      if (this.#state === 'down' && !knocksOn) {
        await new Promise<void>((resolve) => this.#wake.push(resolve));
        continue;
      }
      const errand = this.#nextErrand(stage);
      const asks = chance.happens(TWICE_AT_ONCE) ? [errand.ask, errand.ask] : [errand.ask];
      const outcome = this.#takeIn(errand, await Promise.all(asks.map((ask) => this.#client.ask(ask))));
      if (outcome === 'open') await sleep(KNOCK_EVERY_MS);
    }
  }

  #nextErrand(stage: Stage): Errand {
    const { chance } = stage;
    if (this.#open.length > 0 && chance.happens(REPEAT_SOON))
      return this.#open.splice(chance.whole(0, this.#open.length - 1), 1)[0] as Errand;
    if (this.#answered.length > 0 && chance.happens(REPLAY))
      return { ask: this.#answered[chance.whole(0, this.#answered.length - 1)] as Ask, learn: () => undefined };
    return drawErrand(stage);
  }

  #takeIn(errand: Errand, answers: readonly (Answer | null)[]): 'final' | 'open' {
    const final = answers.find((answer) => !isOpen(answer));
    if (final === undefined || final === null) {
      this.#open.push(errand);
      return 'open';
    }
    this.#answeredCount += 1;
    errand.learn(final);
    if (this.#answered.length < REMEMBERED_MAX) this.#answered.push(errand.ask);
    else this.#answered[this.#chance.whole(0, REMEMBERED_MAX - 1)] = errand.ask;
    return 'final';
  }

  async #tick(): Promise<void> {
    const chance = chanceOf(this.#settings.seed, 'clock');
    while (this.#state !== 'ending') {
      await sleep(chance.whole(300, 1_200));
      const toMs = this.#town.nowMs + chance.whole(5, minutesMax(this.#settings)) * 60_000;
      const body = chance.happens(0.25) ? { byHours: 1 } : { toInstant: new Date(toMs).toISOString() };
      if (this.#state === 'up') await this.advance(body);
    }
  }

  #nextKey(): string {
    this.#keyCount += 1;
    return `k${this.#settings.seed}-${this.#keyCount}`;
  }

  #wakeAll(): void {
    for (const go of this.#wake) go();
    this.#wake = [];
  }
}
