/**
 * Where two parts of an offer cannot both be meant. Each rule gives the pointers of the fields concerned, or none; all rules are
 * always asked, so that a merchant sees every fault at once.
 */
import { isTimezone } from './local-times.ts';
import { CONTRADICTIONS_OF_STAGES, CONTRADICTIONS_OF_TARGETS, type Rule, when } from './contradictions-of-stages.ts';
import { payCeilingMinor } from './cost.ts';
import { refusedPurposesIn, textsOf } from './public-resources.ts';
import type { OfferRefusal } from './refusals.ts';
import {
  depositMinor,
  findObligation,
  ladderTopMinor,
  meteredPay,
  moneyGrant,
  type ObligationType,
  type OfferTerms,
} from './terms.ts';

const owes = (terms: OfferTerms, type: ObligationType): boolean => findObligation(terms, type) !== null;

// Controls, direction overrides and isolates, invisible separators. Zero-width joiners stay: Indic scripts and emoji need them.
const HIDDEN = /(?![\t\n])[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/u;

const WORDS: readonly Rule[] = [
  ['timezone_unknown', (t) => when(!isTimezone(t.timezone), '/timezone')],
  [
    'text_is_blank',
    (t) =>
      textsOf(t)
        .filter(([, text]) => !/[\p{L}\p{N}]/u.test(text))
        .map(([pointer]) => pointer),
  ],
  [
    'text_has_hidden_characters',
    (t) =>
      textsOf(t)
        .filter(([, text]) => HIDDEN.test(text) || !text.isWellFormed())
        .map(([pointer]) => pointer),
  ],
  ['public_resource', (t) => purposes(t, 'public_resource')],
  ['public_duty', (t) => purposes(t, 'public_duty')],
  ['prohibited_data', (t) => purposes(t, 'prohibited_data')],
];

const OWED: readonly Rule[] = [
  ['kind_unknown', (t, kinds) => when(!kinds.has(t.kind), '/kind')],
  [
    'kind_without_its_obligation',
    (t, kinds) =>
      when(
        kinds.get(t.kind)?.needs.some((types) => !types.some((type) => owes(t, type))),
        '/kind',
        '/obligations',
      ),
  ],
  [
    'attend_window_missing',
    (t) =>
      t.obligations.flatMap((o, i) =>
        when(o.type === 'attend' && o.windowMinutes < 1, `/obligations/${i}/windowMinutes`),
      ),
  ],
  ['return_without_item', (t) => when(owes(t, 'return_item') && t.item === undefined, '/item')],
  [
    'pay_without_usage',
    (t) => when(meteredPay(t) !== null && t.consequences.usage === undefined, '/consequences/usage'),
  ],
  [
    'usage_without_pay',
    (t) => when(t.consequences.usage !== undefined && meteredPay(t) === null, '/consequences/usage', '/obligations'),
  ],
  ...CONTRADICTIONS_OF_STAGES,
];

const CHARGED: readonly Rule[] = [
  [
    'usage_cap_below_one_unit',
    ({ consequences: { usage } }) => when(usage && usage.capMinor < usage.perUnitMinor, '/consequences/usage/capMinor'),
  ],
  [
    'late_cap_below_one_unit',
    ({ consequences: { late } }) => when(late && late.capMinor < late.perUnitMinor, '/consequences/late/capMinor'),
  ],
  ['late_without_return', (t) => when(t.consequences.late && !owes(t, 'return_item'), '/consequences/late')],
  ['loss_without_return', (t) => when(t.consequences.loss && !owes(t, 'return_item'), '/consequences/loss')],
  ['extension_without_return', (t) => when(t.extension && !owes(t, 'return_item'), '/extension')],
  ['no_show_without_attend', (t) => when(t.consequences.noShow && !owes(t, 'attend'), '/consequences/noShow')],
  [
    'late_cancel_without_attend',
    (t) => when(t.consequences.lateCancel && !owes(t, 'attend'), '/consequences/lateCancel'),
  ],
  [
    'late_cancel_dearer_than_no_show',
    ({ consequences: { lateCancel, noShow } }) =>
      when(
        lateCancel && lateCancel.feeMinor > (noShow?.feeMinor ?? 0),
        '/consequences/lateCancel/feeMinor',
        '/consequences/noShow/feeMinor',
      ),
  ],
];

const WAIVED: readonly Rule[] = [
  ...CONTRADICTIONS_OF_TARGETS,
  ['more_than_one_waiver', moreThanOneWaiver],
  [
    'waiver_above_item_value',
    (t) => when(t.item && depositMinor(t) > t.item.valueMinor, '/grants/0/upToMinor', '/item/valueMinor'),
  ],
  ['waiver_without_ladder', (t) => when(moneyGrant(t) !== null && t.ladder.length === 0, '/ladder')],
  ['ladder_without_waiver', (t) => when(moneyGrant(t) === null && t.ladder.length > 0, '/grants')],
  [
    'ladder_not_ascending',
    (t) => t.ladder.flatMap((step, i) => when(i > 0 && step <= (t.ladder[i - 1] as number), `/ladder/${i}`)),
  ],
  [
    'ladder_above_waiver',
    (t) => t.ladder.flatMap((step, i) => when(moneyGrant(t) !== null && step > depositMinor(t), `/ladder/${i}`)),
  ],
  [
    'ladder_above_item_value',
    (t) => t.ladder.flatMap((step, i) => when(t.item && step > t.item.valueMinor, `/ladder/${i}`)),
  ],
  [
    'late_cap_above_deposit',
    (t) => when(aboveDeposit(t, t.consequences.late?.capMinor), '/consequences/late/capMinor'),
  ],
  [
    'loss_cap_above_deposit',
    (t) => when(aboveDeposit(t, t.consequences.loss?.capMinor), '/consequences/loss/capMinor'),
  ],
  [
    'loss_cap_above_item_value',
    (t) =>
      when(
        t.item && t.consequences.loss && t.consequences.loss.capMinor > t.item.valueMinor,
        '/consequences/loss/capMinor',
      ),
  ],
  [
    'no_show_fee_above_deposit',
    (t) => when(aboveDeposit(t, t.consequences.noShow?.feeMinor), '/consequences/noShow/feeMinor'),
  ],
  [
    'loss_cap_below_ladder_top',
    (t) =>
      when(
        t.consequences.loss && t.consequences.loss.capMinor < highestStep(t),
        '/consequences/loss/capMinor',
        `/ladder/${t.ladder.length - 1}`,
      ),
  ],
  [
    'ladder_above_charges',
    (t) => when(!t.consequences.loss && highestStep(t) > chargesWithoutLoss(t), `/ladder/${t.ladder.length - 1}`),
  ],
];

const ADMITTED: readonly Rule[] = [
  [
    'row_step_outside_ladder',
    (t) => t.admission.rows.flatMap((row, i) => when(row.step > t.ladder.length, `/admission/rows/${i}/step`)),
  ],
  ['row_repeated', repeatedRows],
  ['row_unreachable', unreachableRows],
  [
    'loss_budget_is_zero',
    (t) =>
      when(
        t.admission.lossBudget.amountMinor === 0 && t.admission.rows.some((row) => row.step > 0),
        '/admission/lossBudget/amountMinor',
      ),
  ],
];

/** In the order in which `OFFER_REFUSALS` declares them. */
export const CONTRADICTIONS: readonly Rule[] = [...WORDS, ...OWED, ...CHARGED, ...WAIVED, ...ADMITTED];

function purposes(terms: OfferTerms, reason: OfferRefusal): readonly string[] {
  return refusedPurposesIn(terms)
    .filter((found) => found.reason === reason)
    .map((found) => found.pointer);
}

function moreThanOneWaiver(terms: OfferTerms): readonly string[] {
  const first = terms.grants.findIndex((grant) => grant.type !== 'access');
  return terms.grants.flatMap((grant, i) => when(grant.type !== 'access' && i > first, `/grants/${i}`));
}

function repeatedRows(terms: OfferTerms): readonly string[] {
  const plain = terms.admission.rows.map((row) => row.when.replace(/\s+/g, ' ').trim());
  return plain.flatMap((text, i) => when(plain.indexOf(text) < i, `/admission/rows/${i}/when`));
}

function unreachableRows(terms: OfferTerms): readonly string[] {
  const always = terms.admission.rows.findIndex((row) => row.when.trim() === 'true');
  return always < 0 ? [] : terms.admission.rows.flatMap((_, i) => when(i > always, `/admission/rows/${i}/when`));
}

function aboveDeposit(terms: OfferTerms, amountMinor: number | undefined): boolean {
  return moneyGrant(terms) !== null && amountMinor !== undefined && amountMinor > depositMinor(terms);
}

/** Not the last step: an offer whose ladder descends is told about both faults. */
function highestStep(terms: OfferTerms): number {
  return Math.max(ladderTopMinor(terms), ...terms.ladder);
}

function chargesWithoutLoss(terms: OfferTerms): number {
  const { late, noShow, lateCancel, clawback } = terms.consequences;
  return (
    (late?.capMinor ?? 0) +
    Math.max(noShow?.feeMinor ?? 0, lateCancel?.feeMinor ?? 0) +
    (clawback?.capMinor ?? 0) +
    payCeilingMinor(terms, {})
  );
}
