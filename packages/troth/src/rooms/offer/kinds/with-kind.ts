/** One more kind, from a JSON file of the installation: the same schema as ours, and terms that can be published as they stand. */
import { ok, type Outcome, refuse } from '../../../kernel/index.ts';
import { checkOffer } from '../offer.ts';
import type { KindRefusal } from '../refusals.ts';
import { type Kinds, readKind } from './kind.ts';

/** The kinds with one more at their end, or the first rule that its description breaks; pointers are into the description. */
export function withKind(kinds: Kinds, json: unknown): Outcome<Kinds, KindRefusal> {
  const read = readKind(json);
  if (!read.ok) return read;
  const kind = read.value;
  if (kinds.has(kind.kind)) return refuse('kind_is_taken', { pointers: ['/kind'] });
  const all = new Map([...kinds, [kind.kind, kind]]);
  const checked = checkOffer(kind.terms, all);
  if (checked.ok) return ok(all);
  return refuse('kind_terms_not_publishable', {
    pointers: checked.pointers.map((pointer) => `/terms${pointer}`),
    detail: checked.contradictions.map((one) => one.text.en).join(' '),
  });
}
