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
  for (const turn of turns.slice(1)) born.push(...(await setOut(living, turn)));
  // Shops answer in any order; what is planned must not depend on it.
  for (const running of born.sort((one, other) => one.visit.ordinal - other.visit.ordinal)) {
    living.counts.pledges += 1;
    living.tally.count(running.visit, running.trade.id);
    planErrands(living, running, at);
  }
}

/** What waits for something waits for that alone: a payment for the deed that cost it, a notice for its evidence, a thing for its promise. */
async function firstStep(
  living: Living,
  errands: readonly Errand[],
  asked: readonly Asked[],
  at: Instant,
): Promise<readonly Running[]> {
  const of = (kind: Errand['kind']): readonly Errand[] => errands.filter((errand) => errand.kind === kind);
  const done = new Set(of('deed').map(({ pledgeId }) => pledgeId));
  const answers = Map.groupBy(of('answer'), ({ pledgeId }) => (done.has(pledgeId) ? 'after its deed' : 'at once'));
  const notices = async (): Promise<void> => {
    const evidenceOf = await gatherEvidence(living, of('notice'), at);
    await sayAll(
      living,
      of('notice').map((errand) => noticeOf(living, errand, evidenceOf, at)),
    );
  };
  const deeds = async (): Promise<void> => {
    await writeDown(living, of('deed'), of('decision'), at);
    await Promise.all([
      answerNotices(living, answers.get('after its deed') ?? [], at),
      pay(living, [...of('payment'), ...living.agenda.take(at)]),
    ]);
  };
  const [born] = await Promise.all([
    setOut(living, asked),
    deeds(),
    answerNotices(living, answers.get('at once') ?? [], at),
    notices(),
  ]);
  return born;
}

/** What people did since the last stop, and what shops decide after an answer. */
async function writeDown(
  living: Living,
  deeds: readonly Errand[],
  decisions: readonly Errand[],
  at: Instant,
): Promise<void> {
  const isCancelled = ({ visit }: Errand): boolean => visit.deed.kind === 'cancelled';
  await Promise.all([
    sayAll(living, [
      ...deeds.filter((errand) => !isCancelled(errand)).map((errand) => deedOf(living, errand, at)),
      ...decisions.filter((errand) => isMissing(errand, at)).map((errand) => breakOf(living, errand, at)),
    ]),
    cancel(living, deeds.filter(isCancelled), at),
  ]);
}

/** Promises, and then what was promised is handed over. */
async function setOut(living: Living, asked: readonly Asked[]): Promise<readonly Running[]> {
  const born = await promiseAll(living, asked);
  await sayAll(living, handOver(born));
  return born;
}
