import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOffer } from '../offer.ts';
import { READY_MADE_OFFERS } from '../ready-made/index.ts';
import { KIND_REFUSALS, type KindRefusal } from '../refusals.ts';
import { OWN_KINDS } from './index.ts';
import { fits, type FormField, type Kind, valueAt } from './kind.ts';
import { withKind } from './with-kind.ts';

const kinds = [...OWN_KINDS.values()];
const NAMED = [
  ...['rental', 'stay', 'trial', 'postpay', 'membership', 'instalment'],
  ...['borrow', 'attend', 'welfare', 'escrow', 'custody'],
];

test('every kind of the product is described', () => assert.deepEqual([...OWN_KINDS.keys()], NAMED));

for (const kind of kinds) {
  test(`the terms that ${kind.kind} starts from can be published as they stand`, () =>
    assert.deepEqual(checkOffer(kind.terms), { ok: true, value: kind.terms }));

  test(`whatever the bounds of the form of ${kind.kind} allow is written as the schema of terms asks`, () => {
    for (const field of kind.form) {
      for (const value of [field.min, field.max, ...(field.choices?.map((choice) => choice.value) ?? [])]) {
        if (value === undefined) continue;
        const reasons = refusedWith(kind, field, value);
        assert.ok(!reasons.includes('terms_have_wrong_shape'), `${field.at} = ${value}: ${reasons.join()}`);
      }
    }
  });

  test(`one more or less than the bounds of ${kind.kind} does not fit its form`, () => {
    for (const field of kind.form.filter(({ type }) => type === 'money' || type === 'whole')) {
      const [min, max] = [field.min ?? 0, field.max ?? 0];
      assert.deepEqual(
        [min - 1, min, max, max + 1].map((value) => fits(field, value)),
        [false, true, true, false],
        field.at,
      );
    }
  });

  test(`what makes it ${kind.kind} cannot be left out`, () => {
    for (const types of kind.needs) {
      const obligations = kind.terms.obligations.filter(({ type }) => !types.includes(type));
      const checked = checkOffer({ ...kind.terms, obligations });
      assert.ok(
        !checked.ok &&
          (obligations.length === 0 ||
            checked.contradictions.some((one) => one.reason === 'kind_without_its_obligation')),
      );
    }
  });

  test(`a ready-made offer shows ${kind.kind}`, () =>
    assert.ok(Object.values(READY_MADE_OFFERS).some((terms) => terms.kind === kind.kind)));
}

function refusedWith(kind: Kind, field: FormField, value: unknown): readonly string[] {
  const terms = structuredClone(kind.terms);
  const path = field.at.slice(1).split('/');
  const last = path.pop() ?? '';
  Reflect.set(Object(path.length === 0 ? terms : valueAt(terms, `/${path.join('/')}`)), last, value);
  const checked = checkOffer(terms);
  return checked.ok ? [] : checked.contradictions.map((one) => one.reason);
}

/** A description that may be changed wherever a test likes. */
type Described = Record<string, unknown>;

const locker = (change: (kind: Described) => void): unknown => {
  const kind = structuredClone({ ...OWN_KINDS.get('borrow'), kind: 'shelf' }) as unknown as Described;
  set('/terms/kind', 'shelf')(kind);
  change(kind);
  return kind;
};
const set =
  (pointer: string, value: unknown) =>
  (kind: Described): void => {
    const path = pointer.slice(1).split('/');
    const last = path.pop() ?? '';
    Reflect.set(Object(path.length === 0 ? kind : valueAt(kind, `/${path.join('/')}`)), last, value);
  };

const named =
  (name: string) =>
  (kind: Described): void => {
    set('/kind', name)(kind);
    set('/terms/kind', name)(kind);
  };

const REFUSED: readonly (readonly [KindRefusal, string, (kind: Described) => void])[] = [
  ['kind_has_wrong_shape', '/colour', set('/colour', 'green')],
  ['kind_has_wrong_shape', '/form', set('/form', [])],
  ['kind_terms_named_otherwise', '/terms/kind', set('/terms/kind', 'borrow')],
  ['field_repeated', '/form/1/at', set('/form/1/at', '/title')],
  ['field_and_terms_disagree', '/form/0', set('/form/0/at', '/nowhere')],
  ['field_and_terms_disagree', '/form/2', set('/form/2/min', 22)],
  ['field_and_terms_disagree', '/form/2', set('/form/2/max', 20)],
  ['kind_is_taken', '/kind', named('borrow')],
  ['kind_terms_not_publishable', '/terms/timezone', set('/terms/timezone', 'Asia/Nowhere')],
];
for (const [reason, pointer, change] of REFUSED) {
  test(`a described kind is refused: ${reason} at ${pointer}`, () => {
    const read = withKind(OWN_KINDS, locker(change));
    assert.ok(!read.ok);
    assert.equal(read.reason, reason);
    assert.deepEqual(read.pointers?.includes(pointer), true, read.pointers?.join(' '));
  });
}

test('every refusal of a described kind has a row above', () =>
  assert.deepEqual([...new Set(REFUSED.map(([reason]) => reason))].sort(), Object.keys(KIND_REFUSALS).sort()));

test('a described kind stands after ours, and offers may be of it from then on', () => {
  const read = withKind(
    OWN_KINDS,
    locker(() => undefined),
  );
  assert.ok(read.ok, read.ok ? '' : `${read.reason} ${read.detail}`);
  assert.deepEqual([...read.value.keys()], [...NAMED, 'shelf']);
  const { terms } = read.value.get('shelf') as Kind;
  assert.ok(checkOffer(terms, read.value).ok);
  const unknown = checkOffer(terms);
  assert.ok(!unknown.ok && unknown.reason === 'kind_unknown');
});
