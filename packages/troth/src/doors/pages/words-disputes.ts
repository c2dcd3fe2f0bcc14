/** Disputes in the words of the person whose pledge it is, zh and en. */
import type { FactOnFile } from '../api/person-file.ts';
import type { Text } from './format.ts';
import { both } from './texts.ts';

/** What was said in a dispute, how it ended, and what was put right. */
export function disputeText(
  kind: 'contested' | 'dispute_answered' | 'dispute_decided' | 'dispute_lapsed' | 'made_good',
  reporter: FactOnFile['reporter'],
  said: Readonly<Record<string, unknown>>,
): Text {
  switch (kind) {
    case 'contested':
      return reporter === 'person'
        ? both('你提了异议', 'You contested something')
        : both('店家提了异议', 'The shop contested something');
    case 'dispute_answered':
      return reporter === 'person' ? both('你回答了异议', 'You answered') : both('店家回答了异议', 'The shop answered');
    case 'dispute_decided':
      return said.outcome === 'corrected'
        ? both('异议成立，这件事不再计', 'Decided: it does not count')
        : both('异议不成立，这件事照计', 'Decided: it stands');
    case 'dispute_lapsed':
      return both('没有按期决定，这件事不再计', 'Not decided in time: it does not count');
    case 'made_good':
      if (reporter === 'person') return both('你说商家已补上', 'You said that the shop put it right');
      return said.how === 'in_kind'
        ? both('已补上，用别的方式', 'Put right, in kind')
        : both('已补上，晚了一些', 'Put right, late');
  }
}
