// Guards of the pages: no button that would be refused, no amount that is guessed, nothing held that is let go.
import { type Guard, of } from './guard.ts';

const kinds = of('doors/pages', 'doors/pages/kinds.test.ts');
const amounts = of('doors/pages', 'doors/pages/money-field.test.ts');
const held = of('rooms/pledge', 'rooms/pledge/money-held.test.ts');

export const GUARDS_OF_PAGES: readonly Guard[] = [
  kinds(
    'the shop has no button that would be refused',
    'shop-moves.ts',
    "can({ name: 'begin' }) && plain('begin', beginText(pledge)),",
    "plain('begin', beginText(pledge)),",
  ),
  kinds(
    'what is waived whole is no stage',
    'read-stages.ts',
    'filter((one) => !one.isDeposit || depositMinor !== 0)',
    'filter(() => true)',
  ),
  kinds(
    'a line that was taken back is not offered again',
    'shop-moves.ts',
    "if (kind === 'uncounted') lines.delete(said.lineNo);",
    "if (kind === 'uncounted') lines.set(said.lineNo, said);",
  ),
  kinds(
    'where nothing is prepaid the law of prepayments is not claimed',
    'read-clawback.ts',
    'if (isPrepaid(terms)) return [agreed, lawText()];',
    'return [agreed, lawText()];',
  ),
  amounts('an amount has no more digits than its currency', 'money-field.ts', 'fraction.length > exponent', 'false'),
  amounts('an amount is never above the most', 'money-field.ts', 'minor <= AMOUNT_MINOR_MAX', 'true'),
  held(
    'what is held for a delivery that was proved is not taken back',
    'by-obligee.ts',
    "pledge.declaredAt !== null && heldMinor(rules.costs, rules.terms, pledge, 'escrow') > 0",
    'false',
  ),
];
