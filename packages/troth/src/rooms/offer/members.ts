/**
 * Members of an offer over a period: who is new, who came back, who was lost, and what they did. Counted from promises and their lines
 * alone, as they stood at the end of the period, so that the same period is told the same for ever.
 */
import type { Instant } from '../../kernel/index.ts';

/**
 * How a promise ended: `left`, the person went before the target; `ended_by_shop`, the shop let it go; `lapsed` stands for what ran out
 * without a word of either side.
 */
export type MembershipEnd = 'kept' | 'unmet' | 'left' | 'ended_by_shop' | 'broken' | 'lapsed';
export const MEMBERSHIP_ENDS: readonly MembershipEnd[] = ['kept', 'unmet', 'left', 'ended_by_shop', 'broken', 'lapsed'];

/** One accepted promise. Sums are of lines counted in the period less those taken back in it; below zero where more was taken back. */
export interface Membership {
  /** Who the person is to the shop of the offer. */
  readonly member: string;
  readonly acceptedAt: Instant;
  readonly ended: { readonly at: Instant; readonly as: MembershipEnd } | null;
  readonly visitCount: number;
  readonly amountMinor: number;
  readonly discountMinor: number;
  /** Discounts taken back by charges raised in the period, minor units. */
  readonly clawbackMinor: number;
}

/** `from` belongs to the period, `to` does not. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

export type MemberMark = 'new' | 'returning' | 'lost';

export interface MemberSums {
  readonly visitCount: number;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly clawbackMinor: number;
}

export interface MemberRow extends MemberSums {
  readonly member: string;
  /** In the order new, returning, lost; somebody can be new and lost in one period. */
  readonly marks: readonly MemberMark[];
  /** Whether a promise of theirs runs at the end of the period. */
  readonly isRunning: boolean;
  /** How promises of theirs ended in the period, oldest first; those of one instant in the order in which ends are declared. */
  readonly ends: readonly MembershipEnd[];
}

export interface MembersReport {
  readonly totals: MemberSums & {
    readonly newCount: number;
    readonly returningCount: number;
    readonly lostCount: number;
    /** Members with a promise that runs at the end of the period. */
    readonly runningCount: number;
    readonly ends: Readonly<Record<MembershipEnd, number>>;
  };
  /** Everybody with a promise that ran in the period or ended in it, in the order of their names. */
  readonly members: readonly MemberRow[];
}

/**
 * - **new**: the first promise of this offer ever was accepted in the period;
 * - **returning**: one was accepted in the period, and another before it;
 * - **lost**: the last that ran ended in the period, and at its end none runs.
 */
export function membersReport(memberships: readonly Membership[], period: Period): MembersReport {
  const known = memberships.filter(({ acceptedAt }) => acceptedAt < period.to);
  const members = [...Map.groupBy(known, ({ member }) => member)]
    .map(([member, promises]) => memberRow(member, promises, period))
    .filter((row) => row !== null)
    .sort((a, b) => (a.member < b.member ? -1 : 1));
  const marked = (mark: MemberMark) => members.filter(({ marks }) => marks.includes(mark)).length;
  const ends = members.flatMap((row) => row.ends);
  return {
    totals: {
      ...sumsOf(members),
      newCount: marked('new'),
      returningCount: marked('returning'),
      lostCount: marked('lost'),
      runningCount: members.filter(({ isRunning }) => isRunning).length,
      ends: Object.fromEntries(MEMBERSHIP_ENDS.map((end) => [end, ends.filter((one) => one === end).length])) as Record<
        MembershipEnd,
        number
      >,
    },
    members,
  };
}

/** Null for somebody whose last promise was over before the period began, unless something was still counted or taken back in it. */
function memberRow(member: string, promises: readonly Membership[], { from, to }: Period): MemberRow | null {
  const inOrder = promises.toSorted((a, b) => compareInstants(a.acceptedAt, b.acceptedAt));
  const endedIn = inOrder.filter(({ ended }) => ended !== null && ended.at >= from && ended.at < to);
  const isRunning = inOrder.some(({ ended }) => ended === null || ended.at >= to);
  const sums = sumsOf(inOrder);
  const isIdle = Object.values(sums).every((sum) => sum === 0);
  if (!isRunning && endedIn.length === 0 && isIdle) return null;
  const acceptedIn = inOrder.filter(({ acceptedAt }) => acceptedAt >= from);
  const isFirstIn = inOrder[0] === acceptedIn[0];
  const marks: MemberMark[] = [];
  if (acceptedIn.length > 0 && isFirstIn) marks.push('new');
  if (acceptedIn.length > (isFirstIn ? 1 : 0)) marks.push('returning');
  if (!isRunning && endedIn.length > 0) marks.push('lost');
  const ends = endedIn
    .flatMap(({ ended }) => ended ?? [])
    .sort(byEnd)
    .map(({ as }) => as);
  return { member, marks, isRunning, ends, ...sums };
}

function compareInstants(a: Instant, b: Instant): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Ended = NonNullable<Membership['ended']>;

function byEnd(a: Ended, b: Ended): number {
  return compareInstants(a.at, b.at) || MEMBERSHIP_ENDS.indexOf(a.as) - MEMBERSHIP_ENDS.indexOf(b.as);
}

function sumsOf(rows: readonly MemberSums[]): MemberSums {
  const sum = (name: keyof MemberSums) => rows.reduce((total, row) => total + row[name], 0);
  return {
    visitCount: sum('visitCount'),
    amountMinor: sum('amountMinor'),
    discountMinor: sum('discountMinor'),
    clawbackMinor: sum('clawbackMinor'),
  };
}
