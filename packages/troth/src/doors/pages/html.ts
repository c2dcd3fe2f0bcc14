/**
 * HTML is made with one tagged template that escapes every hole. Only this file can make {@link Html}, so nothing a
 * person or a shop typed reaches a page unescaped: a forged object lacks the private mark and is refused.
 */
import { assert } from '../../kernel/assert.ts';

const mark = Symbol('html');

/** Markup that is safe to print. */
export interface Html {
  readonly [mark]: string;
}

/** What a hole accepts. `null`, `undefined` and `false` print nothing. */
export type Hole = string | number | bigint | Html | null | undefined | false | readonly Hole[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

// Control characters and the bidirectional overrides and isolates: no name needs them, and they can reorder what stands
// around a name. The plain marks U+200E and U+200F stay.
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the purpose
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text made safe for element content and for quoted attributes. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(UNPRINTABLE, '')
    .replace(/[&<>"'`]/g, (char) => ENTITIES[char] as string);
}

function isHtml(value: unknown): value is Html {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, mark);
}

function render(hole: Hole): string {
  if (hole === null || hole === undefined || hole === false) return '';
  if (typeof hole === 'string') return escapeText(hole);
  if (typeof hole === 'number' || typeof hole === 'bigint') return String(hole);
  if (Array.isArray(hole)) return hole.map(render).join('');
  assert(isHtml(hole), 'only_text_or_html_may_be_printed');
  return hole[mark];
}

/** The tag. Attribute holes must stand in double quotes. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  let out = parts[0] as string;
  for (let i = 0; i < holes.length; i += 1) {
    assert(!/=\s*$/.test(parts[i] as string), 'attribute_holes_must_be_quoted');
    out += render(holes[i]) + (parts[i + 1] as string);
  }
  return { [mark]: out };
}

/** The finished string. */
export function htmlText(page: Html): string {
  return page[mark];
}

/** A name that somebody chose: isolated, so that its writing direction stays its own. */
export function named(name: string): Html {
  return html`<bdi>${name}</bdi>`;
}

/** A path on this server. Anything else (`javascript:`, another host) is a bug of the caller, never a link. */
export function local(path: string): string {
  assert(/^[/#?](?![/\\])[^\\\s]*$/.test(path), 'page_links_must_be_local_paths');
  return path;
}
