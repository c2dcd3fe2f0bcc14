/** One example of every page in every state, for tests and for looking at. The shops and people are invented. */
import { DAY_US, HOUR_US, MINUTE_US, instantFromIso } from '../../kernel/clock.ts';
import { present } from '../../kernel/assert.ts';
import type { Money } from '../../kernel/money.ts';
import { standardConsent } from './accept-parts.ts';
import type { AcceptState, AcceptView, OfferCard, OrdinaryView, PromiseAsk, TermsView } from './accept-view.ts';
import type { CostLine, CostView } from './cost-bar.ts';
import type { Text } from './format.ts';
import type { FormTarget } from './forms.ts';
import type { Shell } from './shell.ts';
import type { StageRow } from './stage-rows.ts';
import type { Locale } from './words.ts';

export const now = present(instantFromIso('2026-11-22T04:18:00Z'), 'example_instant');
export const yuan = (amount: number): Money => ({ amountMinor: amount * 100, currency: 'CNY' });
export const both = (zh: string, en: string): Text => ({ zh, en });
export const to = (action: string): FormTarget => ({
  action,
  csrf: 'csrf-token',
  idempotencyKey: 'key-0001',
  hidden: [],
});

export function shell(locale: Locale): Shell {
  return {
    locale,
    otherLanguageHref: `/a/canon?lang=${locale === 'zh' ? 'en' : 'zh'}`,
    now,
    timeZone: 'Asia/Shanghai',
    world: { kind: 'test', moveClock: to('/clock') },
    person: { name: locale === 'zh' ? '林晓' : 'Lin Xiao', homeHref: '/me', signOut: to('/sign-out') },
  };
}

export const liveShell = (locale: Locale): Shell => ({ ...shell(locale), world: { kind: 'live' }, person: null });

const line = (part: CostLine['part'], what: Text, amount: Money, counts: CostLine['counts'] = 'all_in'): CostLine => {
  return { part, what, amount, counts };
};

export const cost: CostView = {
  lines: [
    line('on-time', both('按时还，付租金', 'On time: the rent'), yuan(240)),
    line('late', both('迟还，最多加', 'Late, at most'), yuan(360), 'on_top'),
    line('lost', both('一直没还，全部总共', 'Never returned: all in'), yuan(3000)),
  ],
  onTime: yuan(240),
  late: yuan(600),
  ceiling: yuan(3000),
  rules: [],
};

export const seatCost: CostView = {
  lines: [
    line('on-time', both('准时到', 'There on time'), yuan(0)),
    line('late', both('取消得太晚', 'Cancelled too late'), yuan(20)),
    line('lost', both('没有到，全部总共', 'Not there: all in'), yuan(40)),
  ],
  onTime: yuan(0),
  late: yuan(20),
  ceiling: yuan(40),
  rules: [],
};

export const freeCost: CostView = {
  lines: [line('on-time', both('按时还', 'On time'), yuan(0))],
  onTime: yuan(0),
  late: null,
  ceiling: yuan(0),
  rules: [],
};

export const stages: readonly StageRow[] = [
  {
    what: both('把相机还回来', 'Return the camera'),
    owedBy: 'promisor',
    by: both('11 月 24 日 18:00 前', 'by 18:00 on 24 November'),
    state: 'now',
    progress: null,
    note: null,
  },
  {
    what: both('付使用费，最多 ¥840', 'Pay for the use, ¥840 at most'),
    owedBy: 'promisor',
    by: both('用完后 4 天内', 'within 4 days of the use'),
    state: 'follows',
    progress: null,
    note: null,
  },
];

const offer = (locale: Locale): OfferCard => ({
  title: both('佳能 R6 · 免押租借', 'Canon R6 · rent without deposit'),
  merchantName: locale === 'zh' ? '青禾影像' : 'Qinghe Camera',
  merchantNote: both('营业执照已核验', 'licence checked'),
  deed: 'return_item',
});

export const promise = both(
  '11 月 24 日 18:00 前，把相机还回任一门店；租金每天 ¥120，还后再付。',
  'I will bring the camera back to any branch by 18:00 on 24 November, and pay ¥120 a day after.',
);

const note = both('相机现在就能拿走，用到 11 月 24 日', 'Take the camera now, keep it to 24 November');
export const full: TermsView = {
  gives: 'deposit',
  grant: { outcome: 'full', deposit: yuan(3000) },
  note,
  promise,
  stages,
  cost,
};
const part: TermsView = {
  gives: 'deposit',
  stages,
  grant: { outcome: 'part', deposit: yuan(3000), waived: yuan(2000), rest: yuan(1000) },
  note: null,
  promise,
  cost,
};

const consentText = both(
  '我同意：为了这家店给我免押金，可以看我守约和失约的次数。有效 365 天。',
  'I agree: so that this shop can waive my deposit, my kept and broken promises may be looked at. Valid for 365 days.',
);
const ask = (terms: TermsView, locale: Locale): PromiseAsk => ({
  terms,
  consent: { value: 'deposit_waiver.v1', ...standardConsent(offer(locale).merchantName, 'deposit', consentText) },
  target: { ...to('/a/canon/promise'), hidden: [['shown_waived_minor', '300000']] },
});

const ordinary: OrdinaryView = { terms: { kind: 'deposit', deposit: yuan(3000) }, target: to('/a/canon/ordinary') };

const people = [
  { value: 'pty_1', name: '林晓', note: both('2 个约定没结束', '2 pledges open') },
  { value: 'pty_2', name: 'Ada Okonkwo-Fitzgerald the Elder of Long Names', note: both('刚来', 'new here') },
  { value: 'pty_3', name: 'محمد بن سلمان', note: null },
];

export function acceptStates(locale: Locale): Readonly<Record<string, AcceptState>> {
  const undecided: TermsView = { ...full, grant: { outcome: 'undecided', deposit: yuan(3000) } };
  const refusedTerms: TermsView = { ...full, grant: { outcome: 'ordinary', deposit: yuan(3000) } };
  const free: TermsView = { ...full, gives: 'nothing', grant: { outcome: 'full', deposit: null }, cost: freeCost };
  return {
    signInTest: { kind: 'sign_in', terms: undecided, signIn: { kind: 'test', target: to('/sign-in'), people } },
    signInLive: { kind: 'sign_in', terms: undecided, signIn: { kind: 'live', target: to('/sign-in') } },
    full: { kind: 'ask', ask: ask(full, locale) },
    part: { kind: 'ask', ask: ask(part, locale) },
    free: { kind: 'ask', ask: ask(free, locale) },
    agreedBefore: { kind: 'ask', ask: { ...ask(full, locale), consent: null } },
    attend: { kind: 'ask', ask: ask({ ...full, cost: seatCost }, locale) },
    offerChanged: {
      kind: 'offer_changed',
      changes: [
        { what: both('租金', 'Rent'), before: both('每天 ¥100', '¥100 a day'), after: both('每天 ¥120', '¥120 a day') },
      ],
      ask: ask(full, locale),
    },
    termsChanged: { kind: 'terms_changed', shownWaived: yuan(3000), grantedWaived: yuan(2000), ask: ask(part, locale) },
    refused: {
      kind: 'refused',
      terms: refusedTerms,
      whyHref: '/why/adm_1',
      askPerson: to('/ask'),
    },
    limit: { kind: 'limit_reached', openCount: 3, pledgesHref: '/me' },
    suspended: { kind: 'merchant_suspended' },
    alreadyOpen: { kind: 'already_open', pledgeHref: '/p/plg_1' },
    expired: { kind: 'expired_code' },
    amountMissing: { kind: 'amount_missing' },
    done: {
      kind: 'done',
      agreedAt: now,
      handoverCode: '482 913',
      remindersHoursBefore: [24, 2],
      cancellation: { kind: 'free' },
      pledgeHref: '/p/plg_1',
      cancel: to('/p/plg_1/cancel'),
    },
    ordinaryDone: { kind: 'ordinary_done' },
  };
}

export const acceptExample = (locale: Locale, state: AcceptState): AcceptView => ({
  shell: state.kind === 'sign_in' ? { ...shell(locale), person: null } : shell(locale),
  offer: offer(locale),
  ordinary,
  state,
});

export const hours = (count: number): bigint => BigInt(count) * HOUR_US;
export const minutes = (count: number): bigint => BigInt(count) * MINUTE_US;
export const days = (count: number): bigint => BigInt(count) * DAY_US;
