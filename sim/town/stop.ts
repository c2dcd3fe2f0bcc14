/**
 * What happens at one stop of the clock. Things of different people and different pledges have no order among them and happen at the
 * same time, so that the server may take them together; what somebody does about what runs comes before what they promise next.
 */
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import {
  answerNotices,
  breakOf,
  cancel,
  deedOf,
  gatherEvidence,
  isMissing,
  noticeOf,
  pay,
  planErrands,
} from './errands.ts';
import type { Errand, Living, Running } from './living.ts';
import { askedOf, handOver, promiseAll } from './set-out.ts';
import type { Asked } from './set-out.ts';
import { sayAll } from './shop-says.ts';
import type { Visit } from './visit.ts';

/** Those who promise at once, and then in turns those who have something else to do first: an errand, or another promise. */
export function inTurns<T>(
  asked: readonly T[],
  whose: (one: T) => unknown,
  busy: ReadonlySet<unknown>,
): readonly [atOnce: readonly T[], ...later: (readonly T[])[]] {
  const turns: [T[], ...T[][]] = [[]];
  const turnOf = new Map<unknown, number>();
  for (const one of asked) {
    const nth = turnOf.get(whose(one)) ?? (busy.has(whose(one)) ? 1 : 0);
    turnOf.set(whose(one), nth + 1);
    while (turns.length <= nth) turns.push([]);
    turns[nth]?.push(one);
  }
  return turns;
}

/** Everything planned for a stop, and everybody who sets out. */
export async function liveStop(living: Living, visits: readonly Visit[], at: Instant): Promise<void> {
  const errands = living.agenda.take(at);
  const turns = inTurns(askedOf(living, visits), ({ person }) => person, new Set(errands.map(({ person }) => person)));
  const born = [...(await firstStep(living, errands, turns[0], at))];
  for (const turn of turns.slice(1)) {
    const promised = await promiseAll(living, turn);
    await sayAll(living, handOver(promised));
    born.push(...promised);
  }
  // Shops answer in any order; what is planned must not depend on it.
  for (const running of born.sort((one, other) => one.visit.ordinal - other.visit.ordinal)) {
    living.counts.pledges += 1;
    living.tally.count(running.visit, running.trade.id);
    planErrands(living, running, at);
  }
}

/** Deeds come first, so that nobody is given notice of what they have just done, and nobody sets out before they have paid. */
async function firstStep(
  living: Living,
  errands: readonly Errand[],
  asked: readonly Asked[],
  at: Instant,
): Promise<readonly Running[]> {
  const of = (kind: Errand['kind']): readonly Errand[] => errands.filter((errand) => errand.kind === kind);
  const deeds = of('deed');
  const isCancelled = ({ visit }: Errand): boolean => visit.deed.kind === 'cancelled';
  const done = new Set(deeds.map(({ pledgeId }) => pledgeId));
  const answers = of('answer');
  const missing = of('decision').filter((errand) => isMissing(errand, at));
  const [born, evidenceOf] = await Promise.all([
    promiseAll(living, asked),
    gatherEvidence(living, of('notice'), at),
    sayAll(living, [
      ...deeds.filter((errand) => !isCancelled(errand)).map((errand) => deedOf(living, errand, at)),
      ...missing.map((errand) => breakOf(living, errand, at)),
    ]),
    cancel(living, deeds.filter(isCancelled), at),
    answerNotices(
      living,
      answers.filter(({ pledgeId }) => !done.has(pledgeId)),
      at,
    ),
  ]);
  await Promise.all([
    sayAll(living, [...of('notice').map((errand) => noticeOf(living, errand, evidenceOf, at)), ...handOver(born)]),
    answerNotices(
      living,
      answers.filter(({ pledgeId }) => done.has(pledgeId)),
      at,
    ),
    pay(living, [...of('payment'), ...living.agenda.take(at)]),
  ]);
  return born;
}
