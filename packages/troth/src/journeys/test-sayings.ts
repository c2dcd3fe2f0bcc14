/** What people and shops of the simulated town might say next: mostly what is possible, sometimes anything by anybody. */
import { HOUR_US, type Id, type IdSource, idFromUuid, type Instant, MINUTE_US, seededBytes } from '../kernel/index.ts';
import { openMoves, type PledgeState } from '../rooms/pledge/index.ts';
import type { ConsentCommand } from './change-consent.ts';
import type { AnswerDisputeCommand } from './answer-dispute.ts';
import type { ContestCommand } from './contest-fact.ts';
import type { DecideDisputeCommand } from './decide-dispute.ts';
import type { MoveCommand } from './move-pledge.ts';
import type { OpenCommand } from './open-pledge.ts';
import type { SettleCommand } from './settle-charge.ts';
import { type Ground, moveOf, orderOf, promiseOf, requestOf } from './test-ground.ts';
import { ENDS, type Model, type PledgeModel } from './test-model.ts';

const SPOKEN = {
  promisor: ['accept', 'decline', 'confirm', 'extend', 'buy_out', 'declare', 'cancel', 'answer'],
  promisee: ['begin', 'fulfil', 'release', 'notice', 'withdraw', 'break', 'cancel'],
} as const;
/** Said of promises that count nothing: every one of them is refused. */
const COUNTED: Readonly<Record<string, MoveCommand['move']>> = {
  report: { name: 'report', line: { lineNo: 'R-1', count: 1, amountMinor: 100, minutes: 0, discountMinor: 0 } },
  take_back: { name: 'take_back', lineNo: 'R-1' },
  bill: { name: 'bill', amountMinor: 100 },
};
const RARE = new Set<string>(['decline', 'cancel', 'report', 'take_back', 'bill', 'release']);

export class Sayings {
  readonly #ground: Ground;
  readonly #model: Model;
  readonly #ids: IdSource;
  readonly #bytes: (size: number) => Buffer;
  #names = 0;

  constructor(ground: Ground, model: Model, seed: number) {
    this.#ground = ground;
    this.#model = model;
    this.#ids = ground.tools.ids;
    this.#bytes = seededBytes(seed);
  }

  /** A whole number below `bound`. */
  below(bound: number): number {
    return this.#bytes(4).readUInt32BE() % bound;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  #some<T>(countMax: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.below(countMax) }, make);
  }

  #name(): string {
    this.#names += 1;
    return `said ${this.#names}`;
  }

  orders(now: Instant): OpenCommand[] {
    return this.#some(5, () => {
      const offer = this.pick(this.#ground.offers);
      const stranger = this.below(20) === 0;
      const person = stranger ? idFromUuid('pty', this.#bytes(16).toString('hex')) : this.pick(this.#ground.people);
      const command = (this.below(3) === 0 ? orderOf : promiseOf)(this.#name(), person, offer, now);
      const orderNo = this.below(3) === 0 ? `N-${this.below(60)}` : null;
      return this.below(12) === 0 ? { ...command, orderNo, order: {} } : { ...command, orderNo };
    });
  }

  moves(now: Instant): MoveCommand[] {
    const all = [...this.#model.pledges];
    const open = all.filter(([, { after }]) => !ENDS.has(after.state));
    const known = open.length > 0 && this.below(10) > 0 ? open : all.slice(-20);
    return known.length === 0 ? [] : this.#some(8, () => this.#move(this.pick(known), now));
  }

  #move([uuid, pledge]: readonly [string, PledgeModel], now: Instant): MoveCommand {
    const pledgeId = idFromUuid('plg', uuid);
    const by = this.pick(['promisor', 'promisee'] as const);
    const name = this.#moveName(by, pledge.after.state as PledgeState);
    const strangely = this.below(15) === 0;
    if (by === 'promisor') {
      const partyId = strangely ? this.pick(this.#ground.people) : (pledge.partyId as Id<'pty'>);
      const plain = { answer: { name, answer: 'on_my_way' }, declare: { name, evidenceIds: [] } };
      const said = { ...plain, ...COUNTED }[name] ?? { name };
      const move = said as MoveCommand['move'];
      return moveOf(this.#name(), pledgeId, { by, partyId }, move, now);
    }
    const merchantId = strangely ? this.pick(this.#ground.shops) : (pledge.merchantId as Id<'pty'>);
    const evidenceIds = this.below(4) === 0 ? [] : [this.#ids.next('evd', now)];
    const effectiveAt = this.below(2) === 0 ? null : now - BigInt(this.below(30)) * HOUR_US + MINUTE_US;
    const plain = { notice: { name, evidenceIds, claimMinor: null }, fulfil: { name, effectiveAt } };
    const said = { ...plain, ...COUNTED }[name] ?? { name };
    return moveOf(this.#name(), pledgeId, { by, merchantId, reporter: 'merchant' }, said as MoveCommand['move'], now);
  }

  #moveName(by: 'promisor' | 'promisee', state: PledgeState): string {
    const allowed: readonly string[] = openMoves(by, state, 'promisor');
    const from = this.below(6) === 0 || allowed.length === 0 ? SPOKEN[by] : allowed;
    const likely = from.filter((name) => !RARE.has(name));
    return this.pick(likely.length > 0 && this.below(8) > 0 ? likely : from);
  }

  payments(): SettleCommand[] {
    const charges = [...this.#model.charges].slice(-30);
    if (charges.length === 0) return [];
    return this.#some(5, () => {
      const [chargeId, { pledgeId }] = this.pick(charges);
      const merchantId = this.#model.pledges.get(pledgeId)?.merchantId as Id<'pty'>;
      const end = this.pick(['collected', 'forgiven'] as const);
      return {
        request: requestOf(this.#name()),
        merchantId,
        pledgeId: idFromUuid('plg', pledgeId),
        chargeId: chargeId as Id<'chg'>,
        end,
        partMinor: end === 'collected' && this.below(3) === 0 ? 1 + this.below(2_000) : null,
      };
    });
  }

  /** Mostly of one's own; now and then of another's, of a consent, of a contest, or one that nobody has. */
  contests(): ContestCommand[] {
    const known = [...this.#model.facts].slice(-60);
    if (known.length === 0) return [];
    return this.#some(4, () => {
      const [factId, fact] = this.pick(known);
      const partyId = this.below(8) === 0 ? this.pick(this.#ground.people) : (fact.partyId as Id<'pty'>);
      const merchantId = this.below(8) === 0 ? this.pick(this.#ground.shops) : (fact.merchantId as Id<'pty'>);
      const pledgeId = idFromUuid('plg', fact.subjectId);
      const speaker: ContestCommand['speaker'] =
        this.below(3) === 0 ? { by: 'merchant', merchantId, pledgeId } : { by: 'person', partyId };
      const asked = this.below(20) === 0 ? this.#ids.next('fct', 0n) : (factId as Id<'fct'>);
      return { request: requestOf(this.#name()), speaker, factId: asked, statement: '不是这样' };
    });
  }

  /** Either side answers, mostly the one whose turn it is. */
  disputeAnswers(): AnswerDisputeCommand[] {
    const known = [...this.#model.disputes.disputes].slice(-20);
    if (known.length === 0) return [];
    return this.#some(3, () => {
      const [disputeId, of] = this.pick(known);
      const by = this.below(6) === 0 || of.by === 'merchant' ? 'person' : 'merchant';
      const partyId = (by === 'person' ? of.partyId : of.merchantId) as Id<'pty'>;
      const speaker = { by, partyId } as const;
      return { request: requestOf(this.#name()), disputeId: disputeId as Id<'dsp'>, speaker, statement: '就是这样' };
    });
  }

  decisions(): DecideDisputeCommand[] {
    const known = [...this.#model.disputes.disputes].slice(-20);
    if (known.length === 0) return [];
    return this.#some(3, () => {
      const disputeId = this.pick(known)[0] as Id<'dsp'>;
      const outcome = this.pick(['upheld', 'corrected'] as const);
      return { request: requestOf(this.#name()), disputeId, outcome, norm: 'evidence_for_a_break', text: '看过了' };
    });
  }

  consents(now: Instant): ConsentCommand[] {
    const known = [...this.#model.consents.keys()];
    return this.#some(3, () => {
      const { merchantId, purpose } = this.pick(this.#ground.offers);
      const text = { fields: ['conduct'], textVersion: `${purpose}/1`, expiresAt: now + 900n * HOUR_US };
      const give = { kind: 'give', merchantId, purpose, ...text } as const;
      const revoke = () => ({ kind: 'revoke', consentId: idFromUuid('cns', this.pick(known)) }) as const;
      const partyId = this.pick(this.#ground.people);
      return { request: requestOf(this.#name()), partyId, change: this.below(2) === 0 ? give : revoke() };
    });
  }
}
