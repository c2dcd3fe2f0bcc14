/** A small town on real PostgreSQL, compared with a naive model after every step. */
import assert from 'node:assert/strict';
import { DAY_US, type Id, type Instant, isoFromInstant, MINUTE_US, type Outcome } from '../kernel/index.ts';
import { type HotConnection, openHotConnection } from '../platform/db/index.ts';
import { answerDisputes } from './answer-dispute.ts';
import { changeConsents } from './change-consent.ts';
import { decideDisputes } from './decide-dispute.ts';
import { type MoveCommand, movePledges } from './move-pledge.ts';
import { openPledges } from './open-pledge.ts';
import { KEY_LIFE_DAYS } from './replay.ts';
import { settleCharges } from './settle-charge.ts';
import { sweepWorld } from './sweep-disputes.ts';
import { compare } from './test-compare.ts';
import { consentToAll, type Ground, GROUND_NOW, openGround, WORLD_ID, worldAt } from './test-ground.ts';
import { contestFacts } from './contest-fact.ts';
import { type FactSeen, Model } from './test-model.ts';
import { Sayings } from './test-sayings.ts';

export interface SimulationResult {
  readonly pledgeCount: number;
  /** How often each kind of fact was recorded, and each refusal said. */
  readonly facts: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
}

type Said = Outcome<{ factId: Id<'fct'>; fact: unknown }, string>;
type Run = () => Promise<Said[]>;

const WAITS_MINUTES = [1, 10, 30, 60, 60, 240, 600, 1_440, 4_320, 12_000] as const;

class Town {
  readonly ground: Ground;
  readonly other: HotConnection;
  readonly model = new Model();
  readonly sayings: Sayings;
  readonly facts: Record<string, number> = {};
  readonly refusals: Record<string, number> = {};
  now: Instant = GROUND_NOW;
  readonly #before: { readonly run: Run; readonly said: Said[]; readonly at: Instant }[] = [];

  constructor(ground: Ground, other: HotConnection, seed: number) {
    this.ground = ground;
    this.other = other;
    this.sayings = new Sayings(ground, this.model, seed);
  }

  async step(): Promise<void> {
    const kind = this.sayings.below(100);
    if (kind < 15) await this.passTime();
    else if (kind < 22) await this.repeatSomething();
    else if (kind < 30) await this.bothAtOnce();
    else await this.say(kind);
  }

  async compare(): Promise<FactSeen[]> {
    const fresh = await compare(this.ground, this.model);
    for (const { kind } of fresh) this.facts[kind] = (this.facts[kind] ?? 0) + 1;
    return fresh;
  }

  /** One batch of one kind: every yes is a fact of its own, every no leaves none. */
  async say(kind: number): Promise<void> {
    const { connection } = this.ground;
    const run =
      kind < 50
        ? this.orders(connection)
        : kind < 86
          ? this.moves(connection)
          : kind < 93
            ? this.payments()
            : kind < 98
              ? this.disputes(kind)
              : this.consents();
    const said = await run();
    this.count(said);
    const fresh = await this.compare();
    // What a decision lets go or credits follows from it.
    const isDecided = fresh.some((fact) => fact.kind === 'dispute_decided');
    const own = fresh.filter(
      (fact) => fact.kind !== 'charge_raised' && !(isDecided && fact.kind.startsWith('charge_')),
    );
    const yes = said.filter((one) => one.ok).length;
    const withoutConsents = own.filter((fact) => fact.kind !== 'consent_granted').length;
    assert.ok(own.length === yes || withoutConsents === yes, `${yes} were answered yes, ${own.length} facts recorded`);
    this.#before.push({ run, said, at: this.now });
  }

  count(said: readonly Said[]): void {
    for (const one of said) if (!one.ok) this.refusals[one.reason] = (this.refusals[one.reason] ?? 0) + 1;
  }

  /** The same requests again: the same answers, and nothing happens. */
  async repeatSomething(): Promise<void> {
    // A key that is thirty days old is free again: what is repeated then is another request.
    const remembered = this.#before.slice(-20).filter(({ at }) => this.now < at + BigInt(KEY_LIFE_DAYS) * DAY_US);
    if (remembered.length === 0) return;
    const { run, said } = this.sayings.pick(remembered);
    const shape = (all: readonly Said[]) => all.map((one) => (one.ok ? one.value.factId : one.reason));
    assert.deepEqual(shape(await run()), shape(said), 'a repeated request has the answer it had');
    assert.deepEqual(await this.compare(), [], 'and no other effect');
  }

  /** Two batches on two connections, about the same people. */
  async bothAtOnce(): Promise<void> {
    const second = this.sayings.below(2) === 0 ? this.moves(this.other) : this.orders(this.other);
    const runs = [this.moves(this.ground.connection), second];
    for (const said of await Promise.all(runs.map((run) => run()))) this.count(said);
    await this.compare();
  }

  /** Afterwards nothing is left that was due. */
  async passTime(): Promise<void> {
    const { connection, tools, versions } = this.ground;
    this.now += BigInt(this.sayings.pick(WAITS_MINUTES)) * MINUTE_US + BigInt(this.sayings.below(1_000_000));
    for (;;) {
      const { sweptTo } = await sweepWorld(connection, WORLD_ID, this.now, tools, versions);
      if (sweptTo === null) break;
    }
    await this.compare();
    const second = (iso: string) => iso.slice(0, 19);
    const now = second(isoFromInstant(this.now));
    for (const { after } of this.model.pledges.values()) {
      assert.ok(
        after.nextDueAt === undefined || second(after.nextDueAt as string) >= now,
        `due at ${String(after.nextDueAt)}`,
      );
    }
  }

  orders(connection: HotConnection): Run {
    const commands = this.sayings.orders(this.now);
    return () => openPledges(connection, worldAt(this.now), this.ground.tools, commands);
  }

  moves(connection: HotConnection): Run {
    const { tools, versions } = this.ground;
    const commands = this.sayings.moves(this.now);
    return async () => {
      await this.supplyEvidence(commands);
      const now = commands.map((command) => ({ ...command, at: this.now }));
      return movePledges(connection, worldAt(this.now), tools, versions, now);
    };
  }

  payments(): Run {
    const commands = this.sayings.payments();
    return () =>
      settleCharges(this.ground.connection, worldAt(this.now), this.ground.tools, this.ground.versions, commands);
  }

  /** One side contests, the other answers, the operator decides. */
  disputes(kind: number): Run {
    const { connection, tools, versions } = this.ground;
    if (kind < 96) {
      const commands = this.sayings.contests();
      return () => contestFacts(connection, worldAt(this.now), tools, commands);
    }
    if (kind < 97) {
      const commands = this.sayings.disputeAnswers();
      return () => answerDisputes(connection, worldAt(this.now), tools, commands);
    }
    const commands = this.sayings.decisions();
    return () => decideDisputes(connection, worldAt(this.now), tools, versions, commands);
  }

  consents(): Run {
    const commands = this.sayings.consents(this.now);
    return () => changeConsents(this.ground.connection, worldAt(this.now), this.ground.tools, commands);
  }

  /** Evidence for the notices that name some; an eighth of it never arrives. */
  async supplyEvidence(commands: readonly MoveCommand[]): Promise<void> {
    for (const { move, pledgeId } of commands) {
      const of = this.model.pledges.get(pledgeId.slice(4));
      if (move.name !== 'notice' || of === undefined) continue;
      const scope = { worldId: WORLD_ID, merchantIds: [of.merchantId.slice(4)] };
      for (const evidenceId of move.evidenceIds.filter((id) => !/[08]$/.test(id))) {
        const ids = [evidenceId, of.partyId, of.merchantId, pledgeId].map((id) => id.slice(4));
        await this.ground.cold.within(scope, (client) =>
          client.query(
            `insert into evidence (evidence_id, party_id, world_id, merchant_id, pledge_id, content_hash, media_type, size_bytes, supplied_by, effective_at, recorded_at)
             values ($1, $2, ${WORLD_ID}, $3, $4, '\\x00', 'text/plain', 1, 'merchant', $5, $5) on conflict do nothing`,
            [...ids, isoFromInstant(this.now)],
          ),
        );
      }
    }
  }
}

/** Lives `stepCount` steps of the town of a seed. Throws at the first difference. */
export async function simulate(seed: number, stepCount: number): Promise<SimulationResult> {
  const readyMade = ['umbrella', 'cafe-table', 'city-bike', 'camera'] as const;
  const ground = await openGround({ seed, peopleCount: 6, shopCount: 3, readyMade });
  const other = await openHotConnection(ground.ownerUrl);
  try {
    const town = new Town(ground, other, seed);
    await consentToAll(ground, GROUND_NOW);
    await town.compare();
    for (let step = 0; step < stepCount; step += 1) {
      await town.step().catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`seed ${seed}, step ${step}: ${why}`, { cause });
      });
    }
    return { pledgeCount: town.model.pledges.size, facts: town.facts, refusals: town.refusals };
  } finally {
    await other.end().catch(() => undefined);
    await ground.close();
  }
}
