/**
 * Text that people write about themselves: stored as they wrote it (NFC), compared without regard to width, case and invisible
 * marks. Rare Han, four-byte characters, right-to-left names and joined emoji are ordinary text; characters that only steer a
 * terminal or turn the reading direction around are refused.
 */
import { ok, refuse, type Outcome } from '../../kernel/index.ts';

export interface TextLimits {
  /** Counted as a reader counts: one family emoji, or one letter with its accents, is one. */
  readonly graphemeCountMax: number;
  readonly lines: 'one_line' | 'many_lines';
}

export const NAME_LIMITS: TextLimits = { graphemeCountMax: 80, lines: 'one_line' };
export const NOTE_LIMITS: TextLimits = { graphemeCountMax: 2_000, lines: 'many_lines' };

export type TextRefusal =
  | 'text_not_well_formed'
  | 'text_has_control_characters'
  | 'text_has_bidi_overrides'
  | 'text_has_line_breaks'
  | 'text_is_empty'
  | 'text_too_long';

const PLAIN_ASCII = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
/** Control characters except tab and line feeds, the two Unicode line separators, and code points that are never characters. */
const CONTROL = /[^\P{Cc}\t\n]|[\u2028\u2029\ufff9-\ufffb]|\p{Noncharacter_Code_Point}/u;
/** Embeddings, overrides and isolates. Direction marks (LRM, RLM, ALM) are legitimate in names and stay. */
const BIDI_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/u;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{White_Space}]/gu;
/** A grapheme of honest text has a handful of code points; stacked accents without end do not. */
const CODE_POINTS_PER_GRAPHEME_MAX = 16;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

function isTooLong(text: string, limits: TextLimits): boolean {
  if (text.length <= limits.graphemeCountMax) return false;
  if (text.length > limits.graphemeCountMax * CODE_POINTS_PER_GRAPHEME_MAX) return true;
  let count = 0;
  for (const _ of graphemes.segment(text)) {
    count += 1;
    if (count > limits.graphemeCountMax) return true;
  }
  return false;
}

/** The text as it is stored, or why it is not: trimmed, NFC, otherwise as written. */
export function cleanText(text: string, limits: TextLimits): Outcome<string, TextRefusal> {
  if (text.length <= limits.graphemeCountMax && PLAIN_ASCII.test(text)) return ok(text);
  if (!text.isWellFormed()) return refuse('text_not_well_formed');
  // Length first, cheaply: nothing below is worth doing for a megabyte.
  if (text.length > limits.graphemeCountMax * CODE_POINTS_PER_GRAPHEME_MAX) return refuse('text_too_long');
  const stored = text.replace(/\r\n?/g, '\n').normalize('NFC').trim();
  if (CONTROL.test(stored)) return refuse('text_has_control_characters');
  if (BIDI_OVERRIDE.test(stored)) return refuse('text_has_bidi_overrides');
  if (limits.lines === 'one_line' && /[\n\t]/.test(stored)) return refuse('text_has_line_breaks');
  if (stored.replace(INVISIBLE, '') === '') return refuse('text_is_empty');
  if (isTooLong(stored, limits)) return refuse('text_too_long');
  return ok(stored);
}

/**
 * The form two texts are compared in: compatibility forms folded (full width, ligatures), case folded, invisible marks dropped,
 * runs of white space made one space. Only for comparing; never stored in place of what the person wrote.
 */
export function comparableText(text: string): string {
  // Lower, upper and lower case again folds what lower case alone leaves apart (ẞ, ß and SS; final sigma).
  const folded = text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().replace(/ς/g, 'σ');
  return folded
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim()
    .normalize('NFC');
}
