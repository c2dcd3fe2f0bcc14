/** The most a promise can cost, way by way. The arithmetic is the offer room's own; here it is said which ways there are. */
import {
  findObligation,
  lateCancelFeeMinor,
  mostItCanCost,
  noShowFeeMinor,
  type OfferTerms,
  type OrderTimes,
  priceMinor,
} from '../../rooms/offer/index.ts';
import type { CostLine, CostView } from './cost-bar.ts';
import type { Text } from './format.ts';
import { clawbackRules } from './read-clawback.ts';
import { both } from './texts.ts';

/** What is paid when everything goes well. */
function onTimeText(terms: OfferTerms, isPriced: 'priced' | 'billed' | 'used' | 'free'): Text {
  const what = {
    priced: both('价钱', 'the price'),
    billed: both('用了多少，最多', 'what the use comes to, at most'),
    used: both('使用费', 'for the use'),
    free: both('', ''),
  }[isPriced];
  const done =
    findObligation(terms, 'return_item') !== null
      ? both('按时还', 'On time')
      : findObligation(terms, 'attend') !== null
        ? both('准时到', 'There on time')
        : both('都做到', 'All kept');
  return both(
    what.zh === '' ? done.zh : `${done.zh}，付${what.zh}`,
    what.en === '' ? done.en : `${done.en}: ${what.en}`,
  );
}

function isBilled(terms: OfferTerms): boolean {
  return terms.obligations.some((term) => term.type === 'pay' && 'amount' in term && 'billedUpToMinor' in term.amount);
}

/** Late is told as a whole: the fee, and the use that goes on meanwhile. */
export function costView(terms: OfferTerms, order: OrderTimes): CostView {
  const cost = mostItCanCost(terms, order);
  const money = (amountMinor: number) => ({ amountMinor, currency: terms.currency });
  const line = (part: CostLine['part'], what: Text, amountMinor: number, counts: CostLine['counts']): CostLine => ({
    ...{ part, what, counts },
    amount: money(amountMinor),
  });
  const isTry = findObligation(terms, 'return_item')?.orPay === true;
  const price = priceMinor(terms, order);
  const sentBack = cost.onTimeMinor - price;
  const onTime = isTry ? sentBack : cost.onTimeMinor;
  const first = isTry
    ? [
        line('on-time', both('退回去', 'Sent back'), sentBack, 'all_in'),
        line('late', both('留下，付价钱', 'Kept: the price'), cost.onTimeMinor, 'all_in'),
      ]
    : [
        line(
          'on-time',
          onTimeText(terms, isBilled(terms) ? 'billed' : price > 0 ? 'priced' : cost.onTimeMinor > 0 ? 'used' : 'free'),
          cost.onTimeMinor,
          'all_in',
        ),
      ];
  const more = otherWays(terms, cost.onTimeMinor, cost.lateMinor, cost.lostMinor).filter(
    ({ amountMinor }) => amountMinor > 0,
  );
  const late = more
    .filter(({ part }) => part === 'late')
    .map((one) => (one.counts === 'on_top' ? onTime : 0) + one.amountMinor);
  return {
    lines: [...first, ...more.map((one) => line(one.part, one.what, one.amountMinor, one.counts))],
    onTime: money(onTime),
    late: isTry
      ? money(cost.onTimeMinor)
      : late.length === 0
        ? null
        : money(Math.min(Math.max(...late), cost.ceilingMinor)),
    ceiling: money(cost.ceilingMinor),
    rules: clawbackRules(terms),
  };
}

interface Way extends Omit<CostLine, 'amount'> {
  readonly amountMinor: number;
}

function otherWays(terms: OfferTerms, onTimeMinor: number, lateMinor: number, lostMinor: number): readonly Way[] {
  const { clawback, buyOut, late, loss, usage } = terms.consequences;
  const returns = findObligation(terms, 'return_item') !== null;
  const isLost = returns ? loss !== undefined || late !== undefined || usage !== undefined : noShowFeeMinor(terms) > 0;
  return [
    {
      part: 'late',
      what: both('迟还，最多加', 'Late, at most'),
      amountMinor: returns && (late !== undefined || usage !== undefined) ? lateMinor - onTimeMinor : 0,
      counts: 'on_top',
    },
    {
      part: 'late',
      what: both('取消得太晚', 'Cancelled too late'),
      amountMinor: lateCancelFeeMinor(terms, -1),
      counts: 'all_in',
    },
    {
      part: 'lost',
      what: both('没达到，最多收回优惠', 'Not reached: discounts taken back, at most'),
      amountMinor: clawback?.capMinor ?? 0,
      counts: onTimeMinor > 0 ? 'on_top' : 'all_in',
    },
    {
      part: 'lost',
      what: both('留下不还，另付', 'Kept for good, on top'),
      amountMinor: buyOut?.priceMinor ?? 0,
      counts: 'on_top',
    },
    {
      part: 'lost',
      what: returns
        ? both('一直没还，全部总共', 'Never returned: all in')
        : both('没有到，全部总共', 'Not there: all in'),
      amountMinor: isLost && lostMinor > onTimeMinor ? lostMinor : 0,
      counts: 'all_in',
    },
  ];
}
