/**
 * A policy is rows of CEL conditions. Each is parsed, walked and type-checked once, when the offer is published; what is left can only
 * compare and add whole numbers, so a row costs a bounded and tiny time. There are no loops, no regular expressions and no methods.
 */
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { ok, type Refusal, type Success } from '../../kernel/index.ts';
import type { AdmissionRow, BothTexts } from '../offer/index.ts';
import { POLICY_REFUSALS, type PolicyRefusal } from './refusals.ts';
import { findForbidden } from './walk.ts';

/** What a policy reads of one order. All amounts in the order's currency. */
export interface PolicyFacts {
  readonly openExposureMinor: number;
  readonly openPledgeCount: number;
  readonly openHereCount: number;
  readonly unpaidMinor: number;
  readonly itemValueMinor: number;
  readonly upToMinor: number;
  readonly ladderTopMinor: number;
  readonly context: string;
  readonly cellProbabilityPpm: number;
}

export interface CompiledPolicy {
  readonly rows: readonly CompiledRow[];
  /** Whether a row asks how many pledges are open with this shop: it is counted for such offers only. */
  readonly readsOpenHere: boolean;
}

interface CompiledRow {
  readonly holds: (context: PolicyContext) => unknown;
  readonly step: number;
}

/** What is wrong with one row. Line and column count from 1; the column counts characters, not bytes. */
export interface PolicyFault {
  readonly row: number;
  readonly line: number;
  readonly column: number;
  readonly reason: PolicyRefusal;
  readonly text: BothTexts;
}

/** `reason` is that of the first fault; every row's first fault is listed. */
export interface PolicyRefused extends Refusal<PolicyRefusal> {
  readonly pointers: readonly string[];
  readonly detail: string;
  readonly faults: readonly [PolicyFault, ...PolicyFault[]];
}

export const EXPRESSION_LENGTH_MAX = 512;
const LIMITS = { maxAstNodes: 128, maxDepth: 32, maxListElements: 16, maxMapEntries: 0, maxCallArguments: 1 };

class ItemFacts {
  readonly valueMinor: bigint;
  constructor(valueMinor: bigint) {
    this.valueMinor = valueMinor;
  }
}

class OfferFacts {
  readonly upToMinor: bigint;
  readonly ladderTopMinor: bigint;
  readonly context: string;
  constructor(facts: PolicyFacts) {
    this.upToMinor = BigInt(facts.upToMinor);
    this.ladderTopMinor = BigInt(facts.ladderTopMinor);
    this.context = facts.context;
  }
}

/** The variables of one decision as CEL reads them. */
export interface PolicyContext {
  readonly item: ItemFacts;
  readonly offer: OfferFacts;
  readonly openExposureMinor: bigint;
  readonly openPledgeCount: bigint;
  readonly openHereCount: bigint;
  readonly unpaidMinor: bigint;
}

// CEL functions see their arguments only. Evaluation is synchronous and single-threaded, so the probability of the decision at hand is
// laid here by `rowThatHolds` just before the rows run, and by nobody else.
let probabilityPpmAtHand = 0n;

const environment = new Environment({
  unlistedVariablesAreDyn: false,
  homogeneousAggregateLiterals: true,
  limits: LIMITS,
})
  .registerType('Item', { ctor: ItemFacts, fields: { valueMinor: 'int' } })
  .registerType('Offer', { ctor: OfferFacts, fields: { upToMinor: 'int', ladderTopMinor: 'int', context: 'string' } })
  .registerVariable('item', 'Item')
  .registerVariable('offer', 'Offer')
  .registerVariable('openExposureMinor', 'int')
  .registerVariable('openPledgeCount', 'int')
  .registerVariable('openHereCount', 'int')
  .registerVariable('unpaidMinor', 'int')
  .registerFunction('expectedLossMinor(int): int', (amountMinor: bigint) =>
    amountMinor <= 0n ? 0n : (amountMinor * probabilityPpmAtHand + 999_999n) / 1_000_000n,
  );

/** Expected loss of waiving an amount, rounded up to a whole minor unit: the same number that a policy reads. */
export function expectedLossMinor(amountMinor: number, probabilityPpm: number): number {
  if (amountMinor <= 0) return 0;
  const product = amountMinor * probabilityPpm;
  if (product <= Number.MAX_SAFE_INTEGER) return Math.ceil(product / 1_000_000);
  return Number((BigInt(amountMinor) * BigInt(probabilityPpm) + 999_999n) / 1_000_000n);
}

/** Rows ready to be asked, or the first fault of every row that has one. */
export function compilePolicy(
  rows: readonly Pick<AdmissionRow, 'when' | 'step'>[],
): Success<CompiledPolicy> | PolicyRefused {
  const compiled: CompiledRow[] = [];
  const faults: PolicyFault[] = [];
  rows.forEach((row, index) => {
    const one = compileRow(row.when, index);
    if (typeof one === 'function') compiled.push({ holds: one, step: row.step });
    else faults.push(one);
  });
  const [first, ...rest] = faults;
  if (first === undefined)
    return ok({ rows: compiled, readsOpenHere: rows.some(({ when }) => when.includes('openHereCount')) });
  const pointers = faults.map((fault) => `/admission/rows/${fault.row}/when`);
  const detail = `row ${first.row + 1}, line ${first.line}, column ${first.column}: ${first.text.en}`;
  return { ok: false, reason: first.reason, pointers, detail, faults: [first, ...rest] };
}

/** The first row that holds, −1 when none does, or which row could not be evaluated. */
export function rowThatHolds(policy: CompiledPolicy, facts: PolicyFacts): number | { readonly failedRow: number } {
  probabilityPpmAtHand = BigInt(facts.cellProbabilityPpm);
  const context: PolicyContext = {
    item: new ItemFacts(BigInt(facts.itemValueMinor)),
    offer: new OfferFacts(facts),
    openExposureMinor: BigInt(facts.openExposureMinor),
    openPledgeCount: BigInt(facts.openPledgeCount),
    openHereCount: BigInt(facts.openHereCount),
    unpaidMinor: BigInt(facts.unpaidMinor),
  };
  const rows = policy.rows;
  for (let index = 0; index < rows.length; index++) {
    try {
      if ((rows[index] as CompiledRow).holds(context) === true) return index;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'EvaluationError') throw error;
      return { failedRow: index };
    }
  }
  return -1;
}

function compileRow(expression: string, row: number): CompiledRow['holds'] | PolicyFault {
  const fault = (reason: PolicyRefusal, at: number, more: BothTexts | null): PolicyFault => {
    const text = POLICY_REFUSALS[reason];
    const said = more === null ? text : { zh: `${text.zh}${more.zh}`, en: `${text.en} ${more.en}` };
    return { row, ...placeOf(expression, at), reason, text: said };
  };
  if (expression.length > EXPRESSION_LENGTH_MAX) return fault('expression_too_complex', EXPRESSION_LENGTH_MAX, null);
  let parsed: ReturnType<typeof environment.parse>;
  try {
    parsed = environment.parse(expression);
  } catch (error) {
    const { code, at, summary } = celError(error);
    return fault(
      code === 'limit_exceeded' ? 'expression_too_complex' : 'expression_does_not_parse',
      at,
      inBoth(summary),
    );
  }
  const forbidden = findForbidden(parsed.ast as ASTNode);
  if (forbidden !== null) return fault(forbidden.reason, forbidden.at, forbidden.text);
  const checked = parsed.check();
  if (!checked.valid) {
    const { at, summary } = celError(checked.error);
    return fault('expression_does_not_type_check', at, inBoth(summary));
  }
  if (checked.type !== 'bool') return fault('expression_is_not_boolean', 0, inBoth(String(checked.type)));
  return parsed as CompiledRow['holds'];
}

/** The library speaks English; its words are put behind ours, in brackets. */
function inBoth(summary: string): BothTexts {
  return { zh: `（${summary}）`, en: `(${summary})` };
}

function celError(error: unknown): { readonly code: string; readonly at: number; readonly summary: string } {
  if (!(error instanceof Error) || !('code' in error) || !('summary' in error)) throw error;
  const range = 'range' in error ? (error.range as { readonly start: number } | undefined) : undefined;
  return { code: String(error.code), at: range?.start ?? 0, summary: String(error.summary) };
}

function placeOf(expression: string, at: number): { readonly line: number; readonly column: number } {
  const before = expression.slice(0, at).split('\n');
  return { line: before.length, column: [...(before[before.length - 1] as string)].length + 1 };
}
