/** Reasons as the why page shows them: both languages in one tree. */
import type { ReasonTree } from '../../rooms/admission/index.ts';
import type { DecisionView, ReasonNode } from './why-view.ts';
import { both } from './words-facts.ts';

/** The same tree in both languages, side by side. */
export function decisionView(zh: ReasonTree, en: ReasonTree): DecisionView {
  const [firstZh, firstEn] = [zh.wouldChange?.[0], en.wouldChange?.[0]];
  return {
    sentence: both(zh.text, en.text),
    reasons: zh.children.map((node, i) => nodeView(node, en.children[i] ?? node)),
    rule: null,
    countsOverTime: null,
    smallestChange: firstZh === undefined || firstEn === undefined ? null : both(firstZh.text, firstEn.text),
  };
}

function nodeView(zh: ReasonTree, en: ReasonTree): ReasonNode {
  return {
    life: zh.holds ? 'kept' : 'open',
    text:
      zh.code === 'row_does_not_hold'
        ? both(`没有用上的一条：「${zh.text}」`, `A row that did not apply: “${en.text}”`)
        : both(zh.text, en.text),
    change: null,
    children: zh.children.map((node, i) => nodeView(node, en.children[i] ?? node)),
  };
}
