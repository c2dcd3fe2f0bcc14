/**
 * The slow half of strict JSON reading, reached by few bodies: whether a number survives the machine, and which key came twice.
 */

const NUMBER = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** No JSON of ours needs longer numbers; it also bounds the work below. */
const NUMBER_LENGTH_MAX = 400;

/** Sign, digits without zeros at either end, and the power of ten of the last digit. */
function decimalForm(text: string): string | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return `${sign}0`;
  return `${sign}${kept}e${Number(exponent) - fraction.length + (digits.length - kept.length)}`;
}

/**
 * Whether reading this JSON number and printing it again gives the same number: whole numbers within ±(2^53 − 1), fractions that
 * have not been rounded, nothing that overflows or vanishes. Text that is no number is left to the parser.
 */
export function isExactNumber(text: string): boolean {
  if (text.length > NUMBER_LENGTH_MAX) return false;
  const sent = decimalForm(text);
  if (sent === null) return true;
  const understood = Number(text);
  if (!Number.isFinite(understood)) return false;
  if (Number.isInteger(understood) && !Number.isSafeInteger(understood)) return false;
  return decimalForm(String(understood)) === sent;
}

/** The first key that an object of this (valid) JSON text has twice, for the message. */
export function duplicateKeyIn(text: string): string {
  const open: (Set<string> | null)[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    if (found === '{') open.push(new Set());
    else if (found === '[') open.push(null);
    else if (found === '}' || found === ']') open.pop();
    else {
      const keys = open.at(-1);
      if (keys === undefined || keys === null || !/^\s*:/.test(text.slice(token.lastIndex, token.lastIndex + 64)))
        continue;
      const key = JSON.parse(found) as string;
      if (keys.has(key)) return key.slice(0, 80);
      keys.add(key);
    }
  }
  return '';
}
