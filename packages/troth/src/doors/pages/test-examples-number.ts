/** Examples of the number, of why it moved, and of a person's home. */
import { both, days, hours, minutes, now, shell, to } from './test-examples.ts';
import { facts } from './test-examples-pledge.ts';
import type { MyWordView } from './my-word.ts';
import type { LookLine, MoveLine, NumberView } from './number-view.ts';
import type { WhyView } from './why-view.ts';
import type { Locale } from './words.ts';

export const moves: readonly MoveLine[] = [
  {
    life: 'kept',
    what: both('按时还了 3 次', 'Returned on time, 3×'),
    at: now - days(18),
    deltaPoints: 7,
    counting: 'counted',
    whyHref: '/why/fct_1',
  },
  {
    life: 'kept',
    what: both('准时去剪发', 'On time for the haircut'),
    at: now - days(16),
    deltaPoints: 4,
    counting: 'counted',
    whyHref: '/why/fct_2',
  },
  {
    life: 'late',
    what: both('雨伞迟还 2 天', 'Umbrella 2 days late'),
    at: now - days(14),
    deltaPoints: -6,
    counting: 'counted',
    whyHref: '/why/fct_3',
  },
  {
    life: 'repaired',
    what: both('雨伞补上了', 'Umbrella put right'),
    at: now - days(13),
    deltaPoints: 4,
    counting: 'counted',
    whyHref: '/why/fct_4',
  },
  {
    life: 'disputed',
    what: both('书说没还', 'A book, said not returned'),
    at: now - days(3),
    deltaPoints: -12,
    counting: 'set_aside',
    whyHref: null,
  },
];

export const points: NumberView = {
  kind: 'points',
  points: 721,
  low: 697,
  high: 745,
  restsOn: { pledgeCount: 14, shopCount: 6, sinceAt: now - days(250) },
  tally: { onTime: 44, late: 3, broken: 0, repaired: 2 },
  updatedAt: now - hours(3),
  start: { at: now - days(21), points: 712 },
  moves,
  wouldMove: [{ what: both('相机 18:00 前还', 'Return the camera by 18:00'), effect: both('会有帮助', 'would help') }],
};

export const thin: NumberView = {
  kind: 'thin',
  restsOn: { pledgeCount: 1, shopCount: 1, sinceAt: now - days(9) },
  moreKept: 3,
  moves: moves.slice(0, 1),
};

export const looks: readonly LookLine[] = [
  {
    who: '江南银行',
    at: now - days(2),
    purpose: both('一笔车贷', 'a car loan'),
    answer: both('是', 'yes'),
    basis: both('凭你 11 月 2 日的同意', 'By your consent of 2 November'),
  },
];

export const whyExample = (locale: Locale, number: NumberView | null): WhyView => ({
  shell: shell(locale),
  backHref: '/me',
  decision: {
    sentence: both(
      '这次免 ¥2,000，另 ¥1,000 请按平常付押金。这不是处罚，也不会记进档案。',
      'This time ¥2,000 is waived; the other ¥1,000 is an ordinary deposit. It is not a penalty and does not go on your file.',
    ),
    reasons: [
      {
        life: 'open',
        text: both('你手上还有 ¥4,500 没结束的免押', '¥4,500 of waivers still open'),
        change: both('还掉相机就会松开', 'returning the camera frees it'),
        children: [{ life: 'open', text: both('佳能 R6，¥3,000', 'Canon R6, ¥3,000'), change: null, children: [] }],
      },
      {
        life: 'late',
        text: both('30 天内有一次迟还', 'One late return in 30 days'),
        change: both('已补上，12 月 9 日后不再计入', 'repaired; not counted after 9 December'),
        children: [],
      },
    ],
    rule: {
      text: both(
        '借还迟 1–3 天：−6；补上收回三分之二。',
        'A borrow 1–3 days late: −6; two thirds come back when put right.',
      ),
      name: both('规范 §4.2', 'Rulebook §4.2'),
      href: '/norms/4.2',
    },
    countsOverTime: both('剩下的 90 天内自己消退。', 'The rest fades in 90 days.'),
    smallestChange: both(
      '今天 18:00 前还掉相机，再来租，就能全免。',
      'Return the camera by 18:00 today, and the next rental is waived in full.',
    ),
  },
  facts,
  number,
  looks,
  contest: {
    target: to('/contest'),
    subjects: [
      { value: 'fct_3', label: both('雨伞迟还 2 天', 'Umbrella 2 days late') },
      { value: 'fct_9', label: both('书说没还', 'A book, said not returned') },
    ],
  },
  evidence: to('/p/1/evidence'),
  askPerson: to('/ask'),
});

export const myWordExample = (locale: Locale, number: NumberView | null): MyWordView => ({
  shell: shell(locale),
  number,
  pledges:
    number?.kind === 'thin'
      ? []
      : [
          {
            href: '/p/2',
            title: both('还书：活着', 'Return the book'),
            merchantName: 'City Library',
            life: 'open',
            word: null,
            dueAt: now + days(6),
          },
          {
            href: '/p/1',
            title: both('还佳能 R6', 'Return the Canon R6'),
            merchantName: 'Qinghe Camera',
            life: 'open',
            word: null,
            dueAt: now + hours(5) + minutes(42),
          },
          {
            href: '/p/3',
            title: both('雨伞', 'Umbrella'),
            merchantName: 'Corner Café',
            life: 'repaired',
            word: null,
            dueAt: null,
          },
        ],
  consents: [
    {
      who: 'Qinghe Camera',
      fields: both('「能不能免押」', '“deposit waived or not”'),
      expiresAt: now + days(32),
      revoke: to('/consents/1/revoke'),
    },
  ],
  looks,
  offersHref: '/',
});
