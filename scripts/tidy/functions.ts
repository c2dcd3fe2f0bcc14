// Finds functions by their brackets: enough to measure them, without a compiler.
export type FoundFunction = { readonly name: string; readonly start: number; readonly end: number };

const NOT_A_FUNCTION = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'with',
  'return',
  'await',
  'typeof',
  'in',
  'of',
]);
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/** Every function body in blanked code, with the place where its header starts. */
export function findFunctions(code: string): readonly FoundFunction[] {
  const matches = matchBrackets(code);
  const found: FoundFunction[] = [];
  for (const [open, close] of matches) {
    if (code[open] !== '(') continue;
    const name = /([\w$#]+)\s*(?:<[^()]*>)?\s*$/.exec(code.slice(Math.max(0, open - 120), open))?.[1] ?? '';
    if (NOT_A_FUNCTION.has(name)) continue;
    const body = bodyAfter(code, close + 1, matches);
    if (body === null) continue;
    const start = code.lastIndexOf('\n', open) + 1;
    found.push({ name: name === '' || name === 'async' || name === 'function' ? 'a function' : name, start, ...body });
  }
  return found;
}

function matchBrackets(code: string): Map<number, number> {
  const matches = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < code.length; at += 1) {
    const char = code[at] ?? '';
    if (char in CLOSING) open.push(at);
    else if (char === ')' || char === '}' || char === ']') {
      const start = open.pop();
      if (start !== undefined) matches.set(start, at);
    }
  }
  return matches;
}

/** From behind the parameters: `{`, `=> {`, or a return type and then one of these. */
function bodyAfter(code: string, from: number, matches: ReadonlyMap<number, number>): { end: number } | null {
  let at = from + spaces(code, from);
  if (code[at] === ':') at = skipType(code, at + 1, matches);
  if (code.startsWith('=>', at)) at += 2 + spaces(code, at + 2);
  if (code[at] !== '{') return null;
  const end = matches.get(at);
  return end === undefined ? null : { end };
}

/** To the `{` or `=>` that follows a type; a brace that follows `:`, `|`, `&`, `<` or `,` still belongs to the type. */
function skipType(code: string, from: number, matches: ReadonlyMap<number, number>): number {
  let at = from;
  let isExpectingMore = true;
  while (at < code.length) {
    const char = code[at] ?? '';
    if (char === ';' || char === ')' || char === '}' || char === ']' || (char === '=' && code[at + 1] !== '>'))
      return at;
    if (char === '{' && !isExpectingMore) return at;
    if (code.startsWith('=>', at)) {
      const next = at + 2 + spaces(code, at + 2);
      if (code[next] === '{') return at;
      at = next;
      isExpectingMore = true;
      continue;
    }
    const close = char in CLOSING ? matches.get(at) : undefined;
    if (close !== undefined) {
      at = close + 1;
      isExpectingMore = false;
      continue;
    }
    if (!/\s/.test(char)) isExpectingMore = /[:|&<,]/.test(char);
    at += 1;
  }
  return at;
}

function spaces(code: string, from: number): number {
  let length = 0;
  while (/\s/.test(code[from + length] ?? '')) length += 1;
  return length;
}
