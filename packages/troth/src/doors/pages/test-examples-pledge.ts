/** Examples of running pledges in every situation. */
import { both, cost, days, hours, minutes, now, promise, shell, stages, to, yuan } from './test-examples.ts';
import type { FactLine, PledgeActions, PledgeView, Situation } from './pledge-view.ts';
import type { Locale } from './words.ts';

const none: PledgeActions = {
  declare: null,
  receive: null,
  notice: null,
  withdraw: null,
  release: null,
  buyOut: null,
  confirm: null,
  extend: null,
  cancel: null,
  cancellation: { kind: 'free' },
  answer: null,
  evidence: to('/p/1/evidence'),
  repair: null,
  askPerson: null,
};
const running: PledgeActions = {
  ...none,
  declare: to('/p/1/declare'),
  buyOut: { target: to('/p/1/buy_out'), price: yuan(2400), total: yuan(2640) },
  confirm: to('/p/1/confirm'),
  extend: {
    target: to('/p/1/extend'),
    options: [
      { value: '1', label: both('1 天 · ¥120', '1 day · ¥120') },
      { value: '3', label: both('3 天 · ¥360', '3 days · ¥360') },
    ],
  },
};

export const facts: readonly FactLine[] = [
  {
    life: 'open',
    what: both('借走相机，答应 24 日 18:00 前还', 'Borrowed, due 24 November 18:00'),
    at: now - days(2),
    reporter: both('双方确认', 'both confirmed'),
    evidenceHrefs: [],
    disputes: [],
    repairs: [],
  },
  {
    life: 'late',
    what: both('到期未还', 'Not returned by the due time'),
    at: now - hours(2),
    reporter: both('系统到点记录', 'recorded at the due time'),
    evidenceHrefs: [],
    disputes: [
      {
        disputeId: 'dsp_0199a1b2c3d47000800000000000000a',
        openedBy: 'person',
        at: now - hours(1),
        isOpen: true,
        stands: both('店家可以在 12月1日 前回答。', 'The shop can answer until 1 December.'),
        words: '我九点就还了，柜台没人。\nI brought it back at nine; nobody was at the desk.',
        answer: '我们在找。',
        decision: null,
        target: to('/p/1/answer-dispute'),
      },
    ],
    repairs: [{ how: both('付清了', 'paid'), at: now - hours(1) }],
  },
  {
    life: 'repaired',
    what: both('相机还了，完好', 'Returned, undamaged'),
    at: now,
    reporter: both('店员王* 扫码', 'Wang* scanned it'),
    evidenceHrefs: ['/p/1/evidence/1'],
    disputes: [],
    repairs: [],
  },
];

/** Every situation with what may be done in it. */
export const situations: readonly (readonly [Situation, PledgeActions])[] = [
  [
    { kind: 'waiting', cancellation: { kind: 'free' } },
    { ...none, cancel: to('/p/1/cancel') },
  ],
  [
    { kind: 'waiting', cancellation: { kind: 'free_until', at: now + hours(2) } },
    { ...none, cancel: to('/p/1/cancel'), cancellation: { kind: 'costs', fee: yuan(20) } },
  ],
  [{ kind: 'declared', confirmBy: now + days(2) }, none],
  [{ kind: 'due', dueAt: now + hours(5) + minutes(42) }, running],
  [
    {
      kind: 'grace',
      dueAt: now - minutes(78),
      graceEndsAt: now + hours(22),
      lateFee: { per: yuan(120), unit: both('1 天', '1 day'), cap: yuan(360) },
    },
    running,
  ],
  [{ kind: 'lapsed', dueAt: now - days(2), until: now + days(88) }, running],
  [
    { kind: 'noticed', claim: both('相机没有还', 'the camera was not returned'), answerBy: now + days(3) },
    { ...none, declare: to('/p/1/declare'), answer: to('/p/1/answer') },
  ],
  [
    { kind: 'answered', replyBy: now + days(4) },
    { ...none, askPerson: to('/p/1/ask') },
  ],
  [{ kind: 'disputed' }, none],
  [{ kind: 'set_aside' }, none],
  [{ kind: 'kept', timing: 'in_time' }, none],
  [{ kind: 'kept', timing: 'late' }, none],
  [
    { kind: 'broken' },
    { ...none, repair: { target: to('/p/1/repair'), amount: yuan(600) }, askPerson: to('/p/1/ask') },
  ],
  [{ kind: 'repaired' }, none],
  [{ kind: 'cancelled', after: 'nothing_begun' }, none],
  [{ kind: 'in_use', billBy: now + hours(20), most: yuan(60) }, none],
  [{ kind: 'expired', after: 'nothing_begun' }, none],
  [{ kind: 'expired', after: 'silence' }, none],
  [{ kind: 'ordinary', deposit: yuan(3000) }, none],
];

export const pledgeExample = (locale: Locale, situation: Situation, actions: PledgeActions): PledgeView => ({
  shell: shell(locale),
  title: both('佳能 R6', 'Canon R6'),
  merchantName: locale === 'zh' ? '青禾影像' : 'Qinghe Camera',
  deed: 'return_item',
  promise,
  stages,
  dueAt: now + hours(5),
  graceEndsAt: now + hours(29),
  situation,
  actions,
  cost,
  charges: [
    { what: both('租金 2 天', 'Rent, 2 days'), amount: yuan(240) },
    { what: both('迟还 1 天', 'Late, 1 day'), amount: yuan(120) },
  ],
  chargesTotal: yuan(360),
  facts,
  brought: [{ what: both('图片', 'A picture'), at: now - hours(1), href: '/p/1/evidence/2' }],
  shopSide: {
    target: () => to('/sandbox/shop/1'),
    moves: [{ move: 'begin', label: both('把东西交出去', 'Hand it over'), fields: [], choices: [] }],
  },
  whyHref: '/why/plg_1',
});
