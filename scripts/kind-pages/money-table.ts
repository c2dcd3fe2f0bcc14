// What terms cost just below, at and just above every limit, worked out by the functions that charge in earnest.
import { formatMoney } from '../../packages/troth/src/kernel/index.ts';
import {
  depositMinor,
  earlyPayoffMinor,
  instalmentParts,
  lateCancelFeeMinor,
  lateFeeMinor,
  lossMinor,
  meteredPay,
  mostItCanCost,
  type OfferTerms,
  spanOfMinutes,
  takenBackMinor,
  usageMinor,
} from '../../packages/troth/src/rooms/offer/index.ts';

type Row = readonly [what: string, amountMinor: number];

/** Rows of a table: what happens, and what it costs. */
export function moneyTable(terms: OfferTerms): readonly string[] {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: terms.currency }, 'en');
  const most = mostItCanCost(terms, {});
  const rows: readonly Row[] = [
    ...usageRows(terms),
    ...lateRows(terms),
    ...lossRows(terms, money),
    ...attendRows(terms),
    ...paymentRows(terms, money),
    ...targetRows(terms, money),
    ['everything in time, at most', most.onTimeMinor],
    ['**never more than**', most.ceilingMinor],
  ];
  return ['| what happens | it costs |', '|---|--:|', ...rows.map(([what, minor]) => `| ${what} | ${money(minor)} |`)];
}

const span = (minutes: number) => spanOfMinutes(minutes, 'en');

function usageRows(terms: OfferTerms): readonly Row[] {
  const usage = terms.consequences.usage;
  if (usage === undefined || meteredPay(terms) === null) return [];
  const { freeMinutes, unitMinutes, perUnitMinor, capMinor } = usage;
  const full = freeMinutes + Math.ceil(capMinor / perUnitMinor) * unitMinutes;
  const instants = [
    freeMinutes,
    freeMinutes + 1,
    freeMinutes + unitMinutes,
    freeMinutes + unitMinutes + 1,
    full,
    full + 1,
  ];
  return instants.map((minutes) => [`used for ${span(minutes)}`, usageMinor(terms, minutes)]);
}

function lateRows(terms: OfferTerms): readonly Row[] {
  const late = terms.consequences.late;
  if (late === undefined) return [];
  const full = Math.ceil(late.capMinor / late.perUnitMinor) * late.unitMinutes;
  return [0, 1, late.unitMinutes, late.unitMinutes + 1, full, full + 1].map((minutes) => [
    minutes === 0 ? 'returned at the end of the grace, late fee' : `${span(minutes)} after the grace, late fee`,
    lateFeeMinor(terms, minutes),
  ]);
}

function lossRows(terms: OfferTerms, money: (minor: number) => string): readonly Row[] {
  const { loss, late, buyOut } = terms.consequences;
  const kept: readonly Row[] = buyOut === undefined ? [] : [['kept for its price', buyOut.priceMinor]];
  if (loss === undefined) return kept;
  const claims = [1, loss.capMinor, loss.capMinor + 1].map(
    (claimed): Row => [`${money(claimed)} claimed for loss or damage`, lossMinor(terms, claimed, 0)],
  );
  const afterLate: readonly Row[] =
    late === undefined || depositMinor(terms) === 0
      ? []
      : [[`the same on top of late fees of ${money(late.capMinor)}`, lossMinor(terms, loss.capMinor, late.capMinor)]];
  return [...claims, ...afterLate, ...kept];
}

function attendRows(terms: OfferTerms): readonly Row[] {
  const { lateCancel, noShow } = terms.consequences;
  const free = lateCancel?.freeUntilMinutesBefore ?? 0;
  const cancelled = [free, free - 1].map(
    (minutes): Row => [`cancelled ${span(minutes)} before`, lateCancelFeeMinor(terms, minutes)],
  );
  return [
    ...(lateCancel === undefined ? [] : cancelled),
    ...(noShow === undefined ? [] : [['neither came nor cancelled', noShow.feeMinor] as const]),
  ];
}

function paymentRows(terms: OfferTerms, money: (minor: number) => string): readonly Row[] {
  return terms.obligations.flatMap((term): readonly Row[] => {
    if (term.type !== 'pay' || !('amount' in term) || 'deposit' in term.amount) return [];
    if ('billedUpToMinor' in term.amount)
      return [
        ['not billed in time', 0],
        ['the largest bill', term.amount.billedUpToMinor],
      ];
    const totalMinor = 'fixedMinor' in term.amount ? term.amount.fixedMinor : term.amount.orderedUpToMinor;
    if (term.parts === undefined) return [['the price', totalMinor]];
    const { count } = term.parts;
    return [totalMinor, totalMinor - 1].flatMap((total): readonly Row[] => {
      const parts = instalmentParts(total, count);
      if (!parts.ok) return [];
      return [
        [`${money(total)} in ${count} parts, the first`, parts.value[0] ?? 0],
        ['its last part', parts.value.at(-1) ?? 0],
        ['all of it paid after the first part', (parts.value[0] ?? 0) + earlyPayoffMinor(parts.value, 1)],
      ];
    });
  });
}

function targetRows(terms: OfferTerms, money: (minor: number) => string): readonly Row[] {
  const back = terms.consequences.clawback;
  const target = terms.obligations.find((term) => 'count' in term || 'amountMinor' in term);
  if (back === undefined || target === undefined) return [];
  const asked = 'count' in target ? target.count : 'amountMinor' in target ? target.amountMinor : 1;
  const enjoyed = Math.floor((back.capMinor * 9) / 10);
  return [0, 1, asked - 1, asked].flatMap((done): readonly Row[] =>
    (['unmet', 'left_early'] as const).map((ending) => [
      `${done} of ${asked}, ${money(enjoyed)} enjoyed, ${ending === 'unmet' ? 'at the end' : 'leaving early'}: taken back`,
      takenBackMinor(terms, enjoyed, { done, target: asked }, ending),
    ]),
  );
}
