/** What is said next in a life: something that the table lets somebody say, or time; and how long it takes until then. */
import { DAY_US, HOUR_US, type Instant } from '../../packages/troth/src/kernel/index.ts';
import {
  type CountedLine,
  obligorOf,
  type Move,
  type MoveName,
  openMoves,
  type Pledge,
  type Side,
} from '../../packages/troth/src/rooms/pledge/index.ts';
import type { Chance } from '../seeded-chance.ts';
import { pick } from './drawn-offers.ts';

export const TIME: Move = { by: 'time', move: { name: 'fall_due' } };

/** How often something is said, against once for the rest: little of what would soon end everything. */
const OFTEN: Partial<Record<MoveName, number>> = {
  ...{ accept: 6, begin: 6, report: 8, fulfil: 2, notice: 3, answer: 3, bill: 4, take_back: 0.5 },
  ...{ cancel: 0.3, decline: 0.1, release: 0.1, withdraw: 0.5, confirm: 0.3 },
};

/** When the next thing is said: on the instants that decide something, a microsecond beside them, or any time. */
export function drawInstant(chance: Chance, pledge: Pledge, now: Instant): Instant {
  const due = pledge.nextDueAt ?? now;
  const beside = BigInt(chance.whole(-1, 1));
  const drawn = [
    now,
    now,
    now,
    due,
    due + beside,
    pledge.graceUntil + beside,
    pledge.graceUntil + 1n,
    now + BigInt(chance.whole(0, 3_600)) * 4_000_000n,
    now + BigInt(chance.whole(0, 40)) * (chance.happens(0.2) ? DAY_US : HOUR_US),
  ];
  const then = pick(chance, drawn);
  return then > now ? then : now;
}

/** `lines`: what is counted in this life. */
export function drawMove(chance: Chance, pledge: Pledge, lines: ReadonlyMap<string, CountedLine>): Move {
  if (chance.happens(0.15)) return TIME;
  const by: Side = chance.happens(0.5) ? 'promisor' : 'promisee';
  const open = openMoves(by, pledge.state, obligorOf(pledge));
  if (open.length === 0) return TIME;
  const name = open[chance.weighted(open.map((one) => OFTEN[one] ?? 1))] as MoveName;
  // Calling it off is nearly always possible: drawn as often as the rest it would end most lives at once.
  if (name === 'fall_due' || name === 'overrule' || (name === 'cancel' && !chance.happens(0.1))) return TIME;
  return { by, move: said(chance, name, pledge, lines) };
}

function said(
  chance: Chance,
  name: Exclude<MoveName, 'fall_due' | 'overrule'>,
  pledge: Pledge,
  lines: ReadonlyMap<string, CountedLine>,
): Exclude<Move, { by: 'time' | 'operator' }>['move'] {
  switch (name) {
    case 'confirm':
      return { name, confirmedCount: chance.whole(0, 1) };
    case 'declare':
      return { name, evidenceCount: chance.whole(0, 2) };
    case 'answer':
      return { name, answer: pick(chance, ['on_my_way', 'already_returned', 'was_there', 'this_is_wrong'] as const) };
    case 'fulfil':
      return { name, effectiveAt: chance.happens(0.3) ? pledge.dueAt + BigInt(chance.whole(-9, 9)) * HOUR_US : null };
    case 'notice':
      return { name, evidenceCount: 1, claimMinor: chance.happens(0.3) ? chance.whole(1, 10_000) : null };
    case 'report': {
      const line = drawLine(chance, pledge);
      return { name, line, known: lines.get(line.lineNo) ?? null };
    }
    case 'take_back':
      return { name, known: lines.get(`L${chance.whole(0, 20)}`) ?? null };
    case 'bill':
      return { name, amountMinor: chance.whole(0, 10 ** chance.whole(0, 7)) };
    default:
      return { name };
  }
}

function drawLine(chance: Chance, { grantedMinor }: Pledge): CountedLine {
  const discountMinor = chance.happens(0.8) ? chance.whole(0, Math.ceil(grantedMinor / 3)) : 0;
  const amountMinor = chance.whole(0, 10 ** chance.whole(0, 7));
  return {
    lineNo: `L${chance.whole(0, 20)}`,
    count: chance.whole(0, 3),
    amountMinor,
    minutes: chance.whole(0, 300),
    discountMinor,
  };
}
