/** The person's number as pages show it, each move with the promise behind it. */
import type { Instant } from '../../kernel/index.ts';
import { keptFactMilli, addToFold, BROKEN_FACT_MILLI, scoreOf, THIN_BELOW_MILLI } from '../../rooms/score/index.ts';
import type { CountedFact, MyScore } from '../api/my-score.ts';
import { listOpenPledges, listPledgesById, type PledgeOnFile } from '../api/person-file.ts';
import { readMyScore } from '../api/my-score.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import type { Text } from './format.ts';
import type { MoveLine, NumberView, Tally } from './number-view.ts';
import type { SignedIn } from './visitor.ts';
import { both, inBoth } from './words-facts.ts';
import { localTimeText } from '../../rooms/offer/index.ts';

const MOVES_SHOWN_MAX = 12;
const YEAR_US = 365n * 86_400_000_000n;
const FULL_FACT_MILLI = 1000;
const DAY_MINUTES = 24 * 60;

interface Step {
  readonly fact: CountedFact | null;
  readonly points: number;
  readonly what: 'kept' | 'late' | 'broken' | 'breadth' | 'end_of_scale';
  /** Shown, and not counted: a dispute has set it aside. */
  readonly isSetAside: boolean;
}

/** In order of time; what is not about one fact comes last. */
function inOrder(steps: readonly Step[]): Step[] {
  const at = ({ fact }: Step): string => fact?.factId ?? '~';
  return steps.toSorted((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
}

/** Every move but the start. */
function stepsOf({ moves }: MyScore): Step[] {
  const withFacts = moves.flatMap(({ facts }) =>
    facts.map(({ fact, points }): Step => ({ fact, points, what: fact.what, isSetAside: false })),
  );
  const others = moves.flatMap(({ move }): Step[] =>
    move.what === 'breadth' || move.what === 'end_of_scale'
      ? [{ fact: null, points: move.points, what: move.what, isSetAside: false }]
      : [],
  );
  return [...withFacts, ...others];
}

const TITLES: Readonly<Record<'kept' | 'late' | 'broken', (title: Text) => Text>> = {
  kept: (title) => both(`守约：${title.zh}`, `Kept: ${title.en}`),
  late: (title) => both(`迟了：${title.zh}`, `Late: ${title.en}`),
  broken: (title) => both(`未守约：${title.zh}`, `Broken: ${title.en}`),
};

function lineOf(step: Step, titles: ReadonlyMap<string, Text>, now: Instant): MoveLine {
  const { fact, points, what } = step;
  if (fact === null || what === 'breadth' || what === 'end_of_scale') {
    const text =
      what === 'breadth'
        ? both('不同的店、不同的约定', 'Different shops and kinds of promises')
        : both('到了量程的一端', 'The end of the scale');
    return { deltaPoints: points, counting: 'counted', life: 'kept', what: text, at: now, whyHref: null };
  }
  const title = titles.get(fact.pledgeId) ?? both('一个约定', 'a pledge');
  return {
    deltaPoints: points,
    counting: step.isSetAside ? 'set_aside' : fact.isContested ? 'contested' : 'counted',
    life: what,
    what: TITLES[what](title),
    at: fact.effectiveAt,
    whyHref: `/p/${fact.pledgeId}/why`,
  };
}

function tallyOf(facts: readonly CountedFact[], now: Instant): Tally {
  const recent = facts.filter((fact) => fact.effectiveAt > now - YEAR_US);
  const count = (what: CountedFact['what']) => recent.filter((fact) => fact.what === what).length;
  return { onTime: count('kept'), late: count('late'), broken: count('broken'), repaired: 0 };
}

export interface MyNumber {
  readonly view: NumberView;
  readonly mine: MyScore;
}

export async function readNumber(context: SignInContext, person: SignedIn): Promise<MyNumber> {
  const mine = await readMyScore(context, person);
  const { score, now } = mine;
  const steps =
    score.points === null
      ? mine.facts.map((fact): Step => ({ fact, points: 0, what: fact.what, isSetAside: false }))
      : stepsOf(mine);
  const aside = mine.setAside.map((fact): Step => ({ fact, points: 0, what: fact.what, isSetAside: true }));
  const shown = inOrder([...steps, ...aside]).slice(-MOVES_SHOWN_MAX);
  const ids = [...new Set(shown.flatMap((step) => step.fact?.pledgeId ?? []))];
  const titles = new Map(
    (await listPledgesById(context, person, ids)).map(({ pledge, terms }) => [pledge.pledgeId as string, terms.title]),
  );
  const moves = shown.map((step) => lineOf(step, titles, now));
  const restsOn = {
    pledgeCount: score.restsOn.pledges,
    shopCount: score.restsOn.shops,
    sinceAt: score.restsOn.sinceAt,
  };
  if (score.points === null || score.interval === null) {
    const moreKept = Math.max(1, Math.ceil((THIN_BELOW_MILLI - score.restsOn.factMilli) / FULL_FACT_MILLI));
    return { mine, view: { kind: 'thin', restsOn, moreKept, moves } };
  }
  const shownPoints = moves.reduce((sum, move) => sum + move.deltaPoints, 0);
  const view: NumberView = {
    kind: 'points',
    points: score.points,
    low: score.interval.low,
    high: score.interval.high,
    restsOn,
    tally: tallyOf(mine.facts, now),
    updatedAt: now,
    start: { at: moves[0]?.at ?? now, points: score.points - shownPoints },
    moves,
    wouldMove: wouldMove(mine, await listOpenPledges(context, person)),
  };
  return { mine, view };
}

/** What the next thing due would do to the number, tried out: said as a direction, never as points. */
function wouldMove(mine: MyScore, open: readonly PledgeOnFile[]): { readonly what: Text; readonly effect: Text }[] {
  const next = open.find(({ pledge }) => pledge.state === 'active' || pledge.state === 'accepted');
  if (next === undefined) return [];
  const { pledge, terms } = next;
  const until = inBoth((locale) => localTimeText(terms.timezone, pledge.dueAt, locale));
  const elapsed = Number((pledge.dueAt - pledge.startsAt) / 60_000_000n);
  const kept = {
    keptMilli: keptFactMilli(Math.max(0, Math.min(elapsed, DAY_MINUTES)), 0, pledge.currency),
    brokenMilli: 0,
    lateMilli: 0,
  };
  const broken = { keptMilli: 0, brokenMilli: BROKEN_FACT_MILLI, lateMilli: 0 };
  return [
    {
      what: both(`${until.zh} 前守约：${terms.title.zh}`, `Kept by ${until.en}: ${terms.title.en}`),
      effect: direction(mine, pledge.context, kept),
    },
    {
      what: both(`一直没守：${terms.title.zh}`, `Broken: ${terms.title.en}`),
      effect: direction(mine, pledge.context, broken),
    },
  ];
}

function direction(
  mine: MyScore,
  context: PledgeOnFile['pledge']['context'],
  delta: Parameters<typeof addToFold>[2],
): Text {
  const { input, score } = mine;
  const others = input.folds.filter((one) => one.context !== context);
  const fold = addToFold(input.folds.find((one) => one.context === context)?.fold ?? [], input.periodNow, delta);
  const after = scoreOf({ ...input, folds: [...others, { context, fold }] }).points;
  const change = (after ?? 0) - (score.points ?? 0);
  if (change > 0) return both('会升', 'would raise it');
  return change < 0 ? both('会降', 'would lower it') : both('不动', 'would not move it');
}
