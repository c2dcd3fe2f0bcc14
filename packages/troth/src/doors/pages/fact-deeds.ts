/** Which stage a fact speaks of: the one that was running when it happened. Facts tell it themselves, each with the stages after it. */
import type { FactOnFile, PledgeInFull } from '../api/person-file.ts';
import { type Deed, deedOf, deedOfStage, stageInView } from './deeds.ts';

function stagesAfter(fact: FactOnFile | undefined) {
  return fact?.detail.after?.obligations?.map(([seq, , , , , state]) => ({ seq, state })) ?? null;
}

export function deedOfFact(fact: FactOnFile, { facts, terms }: Pick<PledgeInFull, 'facts' | 'terms'>): Deed {
  const at = facts.indexOf(fact);
  const before = facts.slice(0, Math.max(0, at)).findLast((one) => stagesAfter(one) !== null);
  const running = stagesAfter(before)?.find(({ state }) => state === 'open') ?? stageInView(stagesAfter(fact) ?? []);
  return running === null ? deedOf(terms) : deedOfStage(terms, running.seq);
}
