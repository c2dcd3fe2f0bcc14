// Guards of kinds: what a description must keep to, what consent its terms need, and what nobody said was delivered.
import { type Guard, of } from './guard.ts';

const described = of('rooms/offer/kinds', 'rooms/offer/kinds/kinds.test.ts');
const offered = of('rooms/offer', 'rooms/offer/ready-made/ready-made.test.ts');
const sentence = of('rooms/offer', 'rooms/offer/promise-sentence.test.ts');
const lived = of('', 'doors/api/kinds.pg.test.ts');

export const GUARDS_OF_KINDS: readonly Guard[] = [
  described(
    'kinds: terms are of the kind that describes them',
    'kind.ts',
    'if (json.terms.kind !== json.kind)',
    "if (json.kind === '')",
  ),
  described('kinds: a form asks for a member once', 'kind.ts', 'if (repeated >= 0)', 'if (repeated >= 99)'),
  described('kinds: a form fits its terms', 'kind.ts', 'if (astray >= 0)', 'if (astray >= 99)'),
  described('kinds: the least of a field may be written', 'kind.ts', 'value >= field.min', 'value > field.min'),
  described('kinds: the most of a field may be written', 'kind.ts', 'value <= field.max', 'value < field.max'),
  described('kinds: a name is taken once', 'with-kind.ts', 'if (kinds.has(kind.kind))', 'if (kinds.size === 0)'),
  described(
    'kinds: what a form starts from can be published',
    'with-kind.ts',
    'if (checked.ok) return ok(all);',
    'if (kinds.size > 0) return ok(all);\n  if (checked.ok) return ok(all);',
  ),
  lived(
    'kinds: the policy of a described kind compiles',
    'doors/installation/kinds-folder.ts',
    'if (!policy.ok)',
    'if (!policy.ok && directory === null)',
  ),
  lived(
    'kinds: what nobody said was delivered is not delivered',
    'rooms/pledge/by-time.ts',
    "if (stage.type === 'deliver') return endsExpired(pledge, rules, now);",
    '',
  ),
  offered(
    'kinds: a trial is consented to as a trial',
    'purpose-of.ts',
    "back?.orPay === true ? 'trial' : 'pay_later'",
    "back?.orPay === true ? 'pay_later' : 'pay_later'",
  ),
  offered(
    'kinds: a discount is consented to as a membership',
    'purpose-of.ts',
    "return 'membership';",
    "return 'deposit_waiver';",
  ),
  sentence(
    'kinds: paying is said as the other way to keep the promise',
    'promise-sentence.ts',
    "before.orPay === true && term.type === 'pay'",
    "before.orPay === true && term.type === 'refund'",
  ),
];
