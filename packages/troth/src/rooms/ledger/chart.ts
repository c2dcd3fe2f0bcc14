/** The chart of accounts in ordinary accounting words, zh and en: what each account is, and what each route means. */
import type { Account, Route } from './accounts.ts';

interface BothTexts {
  readonly zh: string;
  readonly en: string;
}

/** Where an account stands in a shop's statements. A memorandum stands in none: no money has moved. */
export const ACCOUNT_CLASSES = {
  asset: { zh: '资产', en: 'asset' },
  liability: { zh: '负债', en: 'liability' },
  income: { zh: '收入', en: 'income' },
  loss: { zh: '损失', en: 'loss' },
  memorandum: { zh: '备查', en: 'memorandum' },
} as const satisfies Record<string, BothTexts>;

export type AccountClass = keyof typeof ACCOUNT_CLASSES;

interface ChartLine {
  readonly class: AccountClass;
  readonly name: BothTexts;
  /** What the account holds; the English is the declaration's own. */
  readonly meansZh: string;
}

const line = (of: AccountClass, zh: string, en: string, meansZh: string): ChartLine => ({
  class: of,
  name: { zh, en },
  meansZh,
});

export const CHART: Readonly<Record<Account, ChartLine>> = {
  trust_extended: line(
    'memorandum',
    '放出的信任',
    'Trust extended',
    '进行中的约定里，承担者冒着风险的金额。钱没有动。',
  ),
  trust_granted: line('memorandum', '给予的信任', 'Trust granted', '同一笔，从答应的人看：代替押金给出的。'),
  receivable: line('asset', '应收费用', 'Charges receivable', '已经产生、还没付也没免的费用：答应的人欠店家的。'),
  revenue: line('income', '使用收入', 'Revenue', '店家为使用收的费，和已经挣到的价款。'),
  compensation: line('income', '补偿收入', 'Compensation', '为迟还、丢失和没到场收的费。'),
  clawback: line('income', '收回的优惠', 'Discounts taken back', '享受过、又收回的优惠：答应换它的事没有做到。'),
  cash: line('asset', '收到的钱', 'Cash', '付给店家的钱，和交到它手里的钱。'),
  forgiven: line('loss', '免去的费用', 'Charges let go', '店家放过的费用。'),
  escrow_cash: line('asset', '担保户里的钱', 'Escrow cash', '已付的价款，在约定守住之前放在存管方。'),
  escrow_held: line('liability', '代管价款', 'Held in escrow', '同一笔钱，归谁要看约定怎么结束。'),
  custody_cash: line('asset', '存管户里的钱', 'Custody cash', '已交的押金，和别的钱分开放在存管方。'),
  custody_held: line('liability', '应退押金', 'Deposits held', '同一笔钱，欠着它的主人。'),
  credited: line('loss', '退回的费用', 'Charges credited', '付过、后来经异议认定不该付的费用。'),
  refund_due: line('liability', '应退费用', 'Refunds due', '同一笔，店家欠着付它的人。'),
};

export const ROUTE_WORDS: Readonly<Record<Route, BothTexts>> = {
  reserve: {
    zh: '约定开始，免去的押金记入备查；没有钱动。',
    en: 'A pledge begins: the deposit waived is noted off the balance sheet. No money moves.',
  },
  release: { zh: '约定了结，备查销去。', en: 'The pledge ends and the note is reversed.' },
  charge_use: { zh: '产生使用费：应收增加，收入增加。', en: 'Use is charged: a receivable and revenue arise.' },
  charge_compensation: {
    zh: '产生补偿费：应收增加，补偿收入增加。',
    en: 'Lateness, loss or absence is charged: a receivable and compensation arise.',
  },
  charge_clawback: {
    zh: '收回享受过的优惠：应收增加，单列一项，不算使用收入。',
    en: 'A discount enjoyed is taken back: a receivable arises, kept apart from revenue.',
  },
  collect: { zh: '费用付给了店家：钱增加，应收减少。', en: 'A charge is paid to the shop: cash for a receivable.' },
  forgive: { zh: '店家免去费用：记为损失，应收减少。', en: 'The shop lets a charge go: a loss for a receivable.' },
  escrow_fund: {
    zh: '价款付进担保户：钱在存管方，同时是一笔负债，还不是收入。',
    en: 'A price is paid into escrow: money at the provider and a liability of the same amount. Not income yet.',
  },
  escrow_earn: { zh: '约定守住：负债转为收入。', en: 'The promise was kept: the liability becomes revenue.' },
  escrow_hand_over: {
    zh: '存管方把挣到的价款交给店家：钱换了地方。',
    en: 'The provider hands the earned price over: money changes its place.',
  },
  escrow_refund: {
    zh: '约定没守住，价款退回：负债和担保户里的钱一起减少。',
    en: 'It was not kept and the price goes back: liability and escrow cash fall together.',
  },
  custody_fund: {
    zh: '押金交进存管户：钱在存管方，同时欠着本人。',
    en: 'A deposit is paid into custody: money at the provider, owed to the person.',
  },
  custody_refund: {
    zh: '押金退给本人：负债和存管户里的钱一起减少。',
    en: 'The deposit goes back to the person: liability and custody cash fall together.',
  },
  custody_apply: {
    zh: '用押金抵一笔已产生的费用：负债减少，应收减少。',
    en: 'The deposit pays a charge that was raised: the liability settles the receivable.',
  },
  custody_hand_over: {
    zh: '存管方把抵掉的部分交给店家：钱换了地方。',
    en: 'The provider hands that part over to the shop: money changes its place.',
  },
  credit: {
    zh: '付过的费用经异议认定不该付：记为损失，店家欠着退。',
    en: 'What was paid of a charge does not stand: a loss, and the shop owes it back.',
  },
};
