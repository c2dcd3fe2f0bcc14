/** Lives drawn by chance over every shape of promise: each step is something that the table lets somebody say now, or time. */
import fc from 'fast-check';
import { DAY_US, HOUR_US, type Instant } from '../../kernel/index.ts';
import { applyMove, type CountedLine, type Move } from './apply-move.ts';
import { isTerminal, openMoves } from './find-moves.ts';
import type { MoveName } from './moves.ts';
import type { MoveEffect, Pledge, Side } from './pledge.ts';
import { obligorOf, findCurrent } from './stages.ts';
import { born, line, person, shop } from './test-lives.ts';
import { OFFERS, type OfferName } from './test-offers.ts';
import { OVERRULE } from './test-overrule-cases.ts';
import { costs, T0, time } from './test-pledge.ts';

export interface Step {
  readonly before: Pledge;
  readonly move: Move;
  readonly now: Instant;
  readonly effect: MoveEffect;
}

export interface Life {
  readonly offer: OfferName;
  readonly birth: Pledge;
  readonly steps: readonly Step[];
  readonly end: Pledge;
}

interface Drawn {
  readonly choice: number;
  readonly size: number;
  readonly wait: 'none' | 'due' | 'just_before' | 'grace' | 'after_grace' | 'hours' | 'days';
  readonly waitUs: bigint;
}

const DRAWN: fc.Arbitrary<Drawn> = fc.record({
  choice: fc.nat({ max: 9_999 }),
  size: fc.nat({ max: 1_200 }),
  wait: fc.constantFrom(
    'none',
    'due',
    'due',
    'due',
    'just_before',
    'grace',
    'after_grace',
    'after_grace',
    'hours',
    'days',
  ),
  waitUs: fc.bigInt({ min: 0n, max: HOUR_US * 5n }),
});

export const NAMES = Object.keys(OFFERS) as OfferName[];

/** Whole lives: at the end, time alone brings what is left to its end. */
export const LIFE: fc.Arbitrary<Life> = fc
  .tuple(
    fc.constantFrom(...NAMES),
    fc.constantFrom(0, 0.4, 1),
    fc.boolean(),
    // Without a bias to the small: a short life, and always the first of the moves, would leave the deep rows unseen.
    fc.noBias(fc.array(DRAWN, { maxLength: 20, size: 'max' })),
  )
  .map(([offer, share, isOffered, drawn]) => lifeOf(offer, share, isOffered, drawn));

function lifeOf(offer: OfferName, share: number, isOffered: boolean, drawn: readonly Drawn[]): Life {
  const terms = OFFERS[offer];
  const waived = terms.ladder.at(-1) ?? 0;
  const birth = born(offer, { isOffered, waivedMinor: Math.floor(waived * share) });
  const steps: Step[] = [];
  const lines = new Map<string, CountedLine>();
  let pledge = birth;
  let now = T0;
  const say = (move: Move): void => {
    const outcome = applyMove(pledge, { terms, costs }, move, now);
    if (!outcome.ok) return;
    steps.push({ before: pledge, move, now, effect: outcome.value });
    pledge = outcome.value.pledge;
    if (move.move.name === 'report') lines.set(move.move.line.lineNo, move.move.line);
    if (move.move.name === 'take_back') lines.delete(move.move.known?.lineNo ?? '');
  };
  for (const one of drawn) {
    if (isTerminal(pledge.state)) break;
    now = after(one, pledge, now);
    const sayable = [
      time,
      time,
      time,
      OVERRULE,
      ...sayableBy('promisor', pledge, one, lines),
      ...sayableBy('promisee', pledge, one, lines),
    ];
    say(sayable[one.choice % sayable.length] ?? time);
  }
  for (let turn = 0; pledge.nextDueAt !== null && turn < 99; turn += 1) {
    now = pledge.nextDueAt > now ? pledge.nextDueAt : now;
    say(time);
  }
  return { offer, birth, steps, end: pledge };
}

function after({ wait, waitUs }: Drawn, pledge: Pledge, now: Instant): Instant {
  const due = pledge.nextDueAt ?? now;
  const then =
    wait === 'due'
      ? due
      : wait === 'just_before'
        ? due - 1n
        : wait === 'grace' || wait === 'after_grace'
          ? pledge.graceUntil + (wait === 'grace' ? 0n : 1n)
          : now + (wait === 'none' ? 0n : wait === 'hours' ? waitUs : (waitUs / HOUR_US) * DAY_US);
  return then > now ? then : now;
}

export function sayableBy(
  by: Side,
  pledge: Pledge,
  drawn: Pick<Drawn, 'size'>,
  lines: ReadonlyMap<string, CountedLine>,
): readonly Move[] {
  return openMoves(by, pledge.state, obligorOf(pledge)).flatMap((name) =>
    name === 'overrule' ? [] : [said(by, name, drawn, lines)],
  );
}

function said(
  by: Side,
  name: Exclude<MoveName, 'overrule'>,
  { size }: Pick<Drawn, 'size'>,
  lines: ReadonlyMap<string, CountedLine>,
): Move {
  const speaker = by === 'promisor' ? person : shop;
  switch (name) {
    case 'confirm':
      return speaker.say({ name, confirmedCount: size % 2 });
    case 'declare':
      return speaker.declare;
    case 'fulfil':
      return speaker.fulfil;
    case 'notice':
      return size % 2 === 0 ? speaker.notice : speaker.claim(size);
    case 'answer':
      return speaker.answer;
    case 'report':
      return speaker.report(
        line(size % 500, {
          lineNo: `L${lines.size}`,
          count: 1 + (size % 2),
          amountMinor: size * 5,
          minutes: size % 120,
        }),
        lines.get(`L${lines.size}`) ?? null,
      );
    case 'take_back':
      return speaker.takeBack([...lines.values()][size % Math.max(1, lines.size)] ?? null);
    case 'bill':
      return speaker.bill(size * 2);
    case 'fall_due':
      return time;
    default:
      return speaker.say({ name });
  }
}

/** Every different place in the life of an offer, found breadth first: each move that may be said, at each instant that decides something. */
export function reachedBy(offer: OfferName, waivedShare: number): readonly Step[] {
  const terms = OFFERS[offer];
  const waivedMinor = Math.floor((terms.ladder.at(-1) ?? 0) * waivedShare);
  const places = [true, false].map((isOffered) => ({ pledge: born(offer, { isOffered, waivedMinor }), now: T0 }));
  const known = new Set(places.map(({ pledge }) => placeOf(pledge)));
  const steps: Step[] = [];
  for (const { pledge, now } of places) {
    const instants = [now, pledge.nextDueAt ?? now, pledge.graceUntil, pledge.graceUntil + 1n].filter(
      (at) => at >= now,
    );
    for (const at of instants)
      for (const move of everythingSayable(pledge)) {
        const outcome = applyMove(pledge, { terms, costs }, move, at);
        if (!outcome.ok) continue;
        steps.push({ before: pledge, move, now: at, effect: outcome.value });
        const next = outcome.value.pledge;
        const place = placeOf(next);
        if (known.has(place) || isTerminal(next.state)) continue;
        known.add(place);
        places.push({ pledge: next, now: at });
      }
  }
  return steps;
}

function everythingSayable(pledge: Pledge): readonly Move[] {
  const sides = ['promisor', 'promisee'] as const;
  // A line that is surely counted, so that there is one to take back.
  const counted = line(0, { lineNo: 'A0', count: 1, amountMinor: 1, minutes: 1 });
  const lines = new Map((findCurrent(pledge)?.done ?? 0) > 0 ? [['A0', counted] as const] : []);
  const said = [200, 1_001].flatMap((size) => sides.flatMap((by) => sayableBy(by, pledge, { size }, lines)));
  return [time, OVERRULE, ...said];
}

/** Two lives are at the same place when the same can still happen: how far the count has come is told by the quarter. */
function placeOf({ state, declaredAt, claimMinor, obligations }: Pledge): string {
  const owed = obligations.map((one) => `${one.state} ${Math.ceil((4 * one.done) / (one.asked ?? 1))} ${one.asked}`);
  return [state, declaredAt !== null, claimMinor, ...owed].join();
}
