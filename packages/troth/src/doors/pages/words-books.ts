/** Words of the public pages about the books: the chart of accounts, and the deposits that shops hold for people. */
import type { CoverageState } from '../../rooms/ledger/index.ts';
import type { Locale, WordsLike } from './words.ts';

const zh = {
  chartTitle: '账是怎么记的',
  chartLead: '每一笔钱从一个账户出来，进另一个账户，一次写定，不再改。',
  chartNote: '一笔只有一种货币；不换汇，也从不把两种货币加在一起。更正是另一笔。',
  accounts: '账户',
  routes: '走得通的路',
  routesNote: '只有这些账户会成对出现；没有两条路是同一对，所以看账户就知道发生了什么。',
  debit: '借',
  credit: '贷',
  grows: { debit: '借方增加', credit: '贷方增加' },
  example: '一个约定的丁字账',
  balance: '余额',
  end: '最后剩下的，是店家挣到、也收到的钱；没有代管的，也没有欠着的。',
  coverageTitle: '押金还在不在',
  coverageLead: '押金是交的人的钱。这里写着每家店代管多少，存管方说有多少。',
  coverageNote: '欠多少，取对账单那一刻和现在里较大的一个：缺口不会因为后来又收了或退了押金而显得小。',
  coverageNone: '现在没有店家代管押金。',
  coverageAt: (at: string) => `${at} 时`,
  owed: '欠着大家',
  held: '存管方说有',
  missing: '还差',
  notShown: '还没在对账单上看到',
  unknown: '没有对账单',
  statedBy: (who: string, at: string) => `${who}，${at} 的余额`,
  toChart: '账是怎么记的',
  toCoverage: '押金还在不在',
  states: {
    nothing_owed: '没有欠任何人押金',
    no_statement: '没有对账单，谁也不知道钱在哪里',
    short: '不够：对账单那一刻就少于欠款',
    behind: '对账单那一刻够；之后收的押金还没出现在对账单上',
    covered: '都在',
  } satisfies Record<CoverageState, string>,
};

const en: WordsLike<typeof zh> = {
  chartTitle: 'How the books are kept',
  chartLead: 'Every amount leaves one account and enters another, written once and never changed.',
  chartNote:
    'Each is of one currency. Nothing is converted and no two currencies are ever added. A correction is another entry.',
  accounts: 'Accounts',
  routes: 'Routes',
  routesNote:
    'Only these pairs of accounts ever meet. No two routes are the same pair, so the accounts tell what happened.',
  debit: 'Debit',
  credit: 'Credit',
  grows: { debit: 'grows on the debit side', credit: 'grows on the credit side' },
  example: 'One pledge in T-accounts',
  balance: 'Balance',
  end: 'What is left is what the shop has earned and been paid. Nothing is held and nothing is owed.',
  coverageTitle: 'Are the deposits there',
  coverageLead:
    'A deposit is the money of whoever paid it. This is how much each shop holds for people, and how much the provider says is there.',
  coverageNote:
    'What is owed is the larger of what was owed when the statement was made and what is owed now: a gap never looks smaller because deposits were taken or refunded since.',
  coverageNone: 'No shop holds deposits now.',
  coverageAt: (at) => `As at ${at}`,
  owed: 'Owed to people',
  held: 'There, says the provider',
  missing: 'Missing',
  notShown: 'On no statement yet',
  unknown: 'no statement',
  statedBy: (who, at) => `${who}, balance of ${at}`,
  toChart: 'How the books are kept',
  toCoverage: 'Are the deposits there',
  states: {
    nothing_owed: 'No deposit is owed to anybody',
    no_statement: 'There is no statement, so nobody knows where the money is',
    short: 'Not enough: when the statement was made, less was there than was owed',
    behind: 'Enough when the statement was made; deposits taken since are on no statement yet',
    covered: 'All of it is there',
  },
};

export const bookWords: Readonly<Record<Locale, WordsLike<typeof zh>>> = { zh, en };
