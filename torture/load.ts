/**
 * The load: workers that always have the next errand ready, and one that moves the clock by small steps. What stays without an
 * answer is kept; some of it is repeated with the same key while the load goes on, the rest at the end.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { chanceOf } from '../sim/seeded-chance.ts';
import { type Answer, type Client, isOpen } from './client.ts';
import { Believed, drawErrand, type Errand, type Stage } from './errands.ts';
import type { CampaignSettings } from './settings.ts';
import type { Town } from './town.ts';

export interface Load {
  /** Workers wait while the system is down; some knock on regardless. */
  setUp(state: 'up' | 'down'): void;
  /** Final answers so far. */
  readonly answeredCount: number;
  readonly openCount: number;
  /** Ends the workers and waits for them. */
  end(): Promise<void>;
  /** Repeats everything that has no answer, and a share of what has one; to be called after {@link Load.end}. */
  repeatAll(onStep: (left: number) => void): Promise<{ repeated: number; replayed: number }>;
  /** Moves the clock and waits for the answer, however often that takes. */
  advance(byHours: number): Promise<void>;
}

const TWICE_AT_ONCE = 0.03;
const REPLAY = 0.02;
const REPEAT_SOON = 0.3;
const REPLAYS_AT_END = 1_000;
const KNOCK_EVERY_MS = 60;
const GIVE_UP_AFTER_MS = 120_000;

/** Keys live for thirty days of the world's clock: all steps together stay well below. */
function minutesMax({ kills }: CampaignSettings): number {
  return Math.min(120, Math.floor((20 * 24 * 60) / (3 * kills)));
}

export function startLoad(settings: CampaignSettings, client: Client, town: Town): Load {
  const believed = new Believed();
  const open: Errand[] = [];
  const answered: Errand[] = [];
  let keyCount = 0;
  let answeredCount = 0;
  let isUp = true;
  let isEnding = false;
  let wake: (() => void)[] = [];
  const nextKey = () => {
    keyCount += 1;
    return `k${settings.seed}-${keyCount}`;
  };
  const chances = chanceOf(settings.seed, 'campaign');

  const settle = (errand: Errand, answers: readonly (Answer | null)[]): boolean => {
    const final = answers.find((answer) => !isOpen(answer));
    if (final === undefined || final === null) {
      open.push(errand);
      return false;
    }
    answeredCount += 1;
    errand.learn(final);
    // Memory of some thousand answers, for replays.
    if (answered.length < 4_000) answered.push({ ask: errand.ask, learn: () => undefined });
    else answered[chances.whole(0, answered.length - 1)] = { ask: errand.ask, learn: () => undefined };
    return true;
  };

  const nextErrand = (stage: Stage): Errand => {
    const { chance } = stage;
    if (open.length > 0 && chance.happens(REPEAT_SOON)) {
      return open.splice(chance.whole(0, open.length - 1), 1)[0] as Errand;
    }
    if (answered.length > 0 && chance.happens(REPLAY)) return answered[chance.whole(0, answered.length - 1)] as Errand;
    return drawErrand(stage);
  };

  const work = async (index: number) => {
    const stage: Stage = { town, believed, chance: chanceOf(settings.seed, 'worker', index), nextKey };
    const knocksOn = index % 16 === 0;
    while (!isEnding) {
      if (!isUp && !knocksOn) {
        await new Promise<void>((resolve) => wake.push(resolve));
        continue;
      }
      const errand = nextErrand(stage);
      const asks = stage.chance.happens(TWICE_AT_ONCE) ? [errand.ask, errand.ask] : [errand.ask];
      const isAnswered = settle(errand, await Promise.all(asks.map((ask) => client.ask(ask))));
      if (!isAnswered) await sleep(KNOCK_EVERY_MS);
    }
  };

  const advance = async (body: { readonly toInstant: string } | { readonly byHours: number }) => {
    const key = nextKey();
    const path = '/v1/clock/advance';
    const ask = { key, kind: 'clock' as const, path, token: town.operatorKey, speaker: 'operator', body };
    const until = Date.now() + GIVE_UP_AFTER_MS;
    for (;;) {
      const answer = await client.ask(ask);
      if (answer?.status === 200) town.nowMs = Date.parse(String(answer.body.now));
      if (!isOpen(answer)) return;
      if (Date.now() > until) throw new Error(`the clock cannot be moved: ${JSON.stringify(answer)}`);
      await sleep(200);
    }
  };
  const tick = async () => {
    const chance = chanceOf(settings.seed, 'clock');
    while (!isEnding) {
      await sleep(chance.whole(300, 1_200));
      const toInstant = new Date(town.nowMs + chance.whole(5, minutesMax(settings)) * 60_000).toISOString();
      const body = chance.happens(0.25) ? { byHours: 1 } : { toInstant };
      if (isUp && !isEnding) await advance(body);
    }
  };
  const working = Promise.all([...Array.from({ length: settings.workers }, (_, index) => work(index)), tick()]);

  const wakeAll = () => {
    for (const go of wake) go();
    wake = [];
  };
  return {
    setUp(state) {
      isUp = state === 'up';
      if (isUp) wakeAll();
    },
    get answeredCount() {
      return answeredCount;
    },
    get openCount() {
      return open.length;
    },
    async end() {
      isEnding = true;
      wakeAll();
      await working;
    },
    repeatAll: (onStep) => repeatAll(client, open, answered.slice(0, REPLAYS_AT_END), onStep),
    advance: (byHours) => advance({ byHours }),
  };
}

const REPEATERS = 16;

async function repeatAll(
  client: Client,
  open: readonly Errand[],
  answered: readonly Errand[],
  onStep: (left: number) => void,
) {
  const queue = [...open, ...answered];
  const until = Date.now() + GIVE_UP_AFTER_MS;
  const repeater = async () => {
    for (let errand = queue.pop(); errand !== undefined; errand = queue.pop()) {
      onStep(queue.length);
      while (isOpen(await client.ask(errand.ask))) {
        if (Date.now() > until) throw new Error(`no answer for ${errand.ask.path} with the key ${errand.ask.key}`);
        await sleep(100);
      }
    }
  };
  await Promise.all(Array.from({ length: REPEATERS }, repeater));
  return { repeated: open.length, replayed: answered.length };
}
