/**
 * Which fact may follow which, written down independently: for each kind of fact, from which state to which, and who may say so.
 * `birth` stands for a pledge that does not exist yet.
 */
interface Step {
  readonly from: readonly string[];
  readonly to: string;
  readonly reporters: readonly string[];
}

const SHOP = ['merchant', 'historic_import'];
const PERSON = ['person'];
const TIME = ['system'];

export const STEPS: Readonly<Record<string, readonly Step[]>> = {
  offered: [{ from: ['birth'], to: 'offered', reporters: ['merchant'] }],
  accepted: [
    { from: ['birth'], to: 'accepted', reporters: ['person', 'historic_import'] },
    { from: ['offered'], to: 'accepted', reporters: PERSON },
  ],
  begun: [{ from: ['accepted'], to: 'active', reporters: SHOP }],
  confirmed: [{ from: ['active'], to: 'active', reporters: PERSON }],
  extended: [{ from: ['active', 'lapsed'], to: 'active', reporters: PERSON }],
  declared: [
    { from: ['active'], to: 'active', reporters: PERSON },
    { from: ['lapsed'], to: 'lapsed', reporters: PERSON },
  ],
  lapsed: [{ from: ['accepted', 'active'], to: 'lapsed', reporters: TIME }],
  noticed: [{ from: ['active', 'lapsed'], to: 'noticed', reporters: SHOP }],
  answered: [{ from: ['noticed'], to: 'answered', reporters: PERSON }],
  withdrawn: [{ from: ['noticed', 'answered'], to: 'kept', reporters: SHOP }],
  kept: [
    { from: ['accepted', 'noticed'], to: 'kept', reporters: SHOP },
    { from: ['active', 'lapsed', 'answered'], to: 'kept', reporters: [...SHOP, ...TIME] },
  ],
  broken: [
    { from: ['noticed'], to: 'broken', reporters: TIME },
    { from: ['answered'], to: 'broken', reporters: SHOP },
  ],
  cancelled: [{ from: ['offered', 'accepted'], to: 'cancelled', reporters: [...PERSON, ...SHOP] }],
  expired: [{ from: ['offered', 'accepted', 'lapsed'], to: 'expired', reporters: TIME }],
};

export const ENDS = ['kept', 'broken', 'cancelled', 'expired'];

/** What becomes of every obligation when the pledge ends so. */
export const OBLIGATION_AFTER: Readonly<Record<string, string>> = {
  kept: 'met',
  broken: 'missed',
  cancelled: 'void',
  expired: 'void',
};

/** The only facts that may change a number of a pledge; `state`, `nextDueAt` and `obligations` may change with all of them. */
export const CHANGED_BY: Readonly<Record<string, readonly string[]>> = {
  dueAt: ['extended'],
  graceUntil: ['extended'],
  extensionCount: ['extended'],
  acceptedAt: ['accepted'],
  begunAt: ['begun'],
  declaredAt: ['declared'],
  answerBy: ['noticed'],
  endedAt: ['kept', 'withdrawn', 'broken', 'cancelled', 'expired'],
  chargedMinor: ['kept', 'withdrawn', 'broken', 'cancelled'],
};

/** The roads that money may take, by the fact that sends it. */
export function roadOf(kind: string, chargeKind: string | null): string | null {
  switch (kind) {
    case 'offered':
    case 'accepted':
      return 'trust_extended>trust_granted';
    case 'kept':
    case 'withdrawn':
    case 'broken':
    case 'cancelled':
    case 'expired':
      return 'trust_granted>trust_extended';
    case 'charge_raised':
      return chargeKind === 'usage' ? 'receivable>revenue' : 'receivable>compensation';
    case 'charge_collected':
      return 'cash>receivable';
    case 'charge_forgiven':
      return 'forgiven>receivable';
    default:
      return null;
  }
}
