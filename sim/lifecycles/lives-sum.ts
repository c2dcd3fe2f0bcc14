/** What came of many lives: how they ended, what was said, and where the money went. */
import type { Pledge, PledgeRefusal } from '../../packages/troth/src/rooms/pledge/index.ts';
import { assert } from '../../packages/troth/src/kernel/index.ts';
import type { LifeBook } from './life-book.ts';

type Counts = Readonly<Record<string, number>>;

export interface LivesTotals {
  readonly lifeCount: number;
  readonly moveCount: number;
  readonly ends: Counts;
  readonly moves: Counts;
  readonly refusals: Counts;
  /** Minor units of charges by kind, over all currencies alike. */
  readonly chargedMinor: Counts;
  /** Minor units by how charges ended, and by what became of money held apart. */
  readonly money: Counts;
}

export class LivesSum {
  lifeCount = 0;
  readonly #ends: Record<string, number> = {};
  readonly #moves: Record<string, number> = {};
  readonly #refusals: Record<string, number> = {};
  readonly #charged: Record<string, number> = {};
  readonly #money: Record<string, number> = {};

  moved(name: string): void {
    add(this.#moves, name, 1);
  }

  refused(reason: PledgeRefusal): void {
    add(this.#refusals, reason, 1);
  }

  add({ state }: Pledge, book: LifeBook): void {
    this.lifeCount += 1;
    add(this.#ends, state, 1);
    for (const { kind, amountMinor, end } of book.charges) {
      add(this.#charged, kind, amountMinor);
      add(this.#money, end, amountMinor);
    }
    add(this.#money, 'paid_in', book.paidInMinor);
    add(this.#money, 'earned', book.earnedMinor);
    add(this.#money, 'paid_back', book.paidBackMinor);
    add(this.#money, 'still_held', book.escrowMinor + book.custodyMinor);
  }

  /** The sums of all lives, with the two laws of the whole. */
  totals(): LivesTotals {
    const of = (name: string): number => this.#money[name] ?? 0;
    const charged = Object.values(this.#charged).reduce((sum, minor) => sum + minor, 0);
    const ended = of('collected') + of('from_deposit') + of('forgiven') + of('open');
    assert(charged === ended, 'charges_are_collected_forgiven_or_open');
    assert(of('paid_in') === of('earned') + of('paid_back') + of('still_held'), 'money_that_came_in_is_somewhere');
    const moveCount = Object.values(this.#moves).reduce((sum, times) => sum + times, 0);
    const { lifeCount } = this;
    const [ends, moves, refusals, chargedMinor, money] = [
      this.#ends,
      this.#moves,
      this.#refusals,
      this.#charged,
      this.#money,
    ];
    return { lifeCount, moveCount, ends, moves, refusals, chargedMinor, money };
  }
}

function add(counts: Record<string, number>, name: string, by: number): void {
  counts[name] = (counts[name] ?? 0) + by;
  assert(Number.isSafeInteger(counts[name]), 'sums_stay_exact');
}
