/** Amounts that people type: `36`, `36.5`, `36.50`; never rounded, never guessed. */
import { AMOUNT_MINOR_MAX, type Currency, exponentOf } from '../../kernel/index.ts';

/** Minor units, or null for anything that is not a plain amount of this currency. */
export function amountFromText(text: string, currency: Currency): number | null {
  const exponent = exponentOf(currency);
  const [, whole, fraction = ''] = /^([0-9]{1,13})(?:\.([0-9]+))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || fraction.length > exponent) return null;
  const minor = Number(whole) * 10 ** exponent + Number(fraction.padEnd(exponent, '0') || '0');
  return Number.isSafeInteger(minor) && minor <= AMOUNT_MINOR_MAX ? minor : null;
}
