/**
 * Which fact may follow which, written down independently: for each kind of fact, from which state to which, and who may say so.
 * `birth` stands for a pledge that does not exist yet.
 */
interface Step {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly reporters: readonly string[];
}

const SHOP = ['merchant', 'historic_import'];
const PERSON = ['person'];
const TIME = ['system'];
const ANYONE = [...PERSON, ...SHOP, ...TIME];
const SIDES = [...PERSON, ...SHOP];

const RUNNING = ['active', 'lapsed'];
const ACCUSED = ['noticed', 'answered'];

export const STEPS: Readonly<Record<string, readonly Step[]>> = {
  offered: [{ from: ['birth'], to: ['offered'], reporters: ['merchant'] }],
  accepted: [
    { from: ['birth'], to: ['accepted', 'active'], reporters: ['person', 'historic_import'] },
    { from: ['offered'], to: ['accepted', 'active'], reporters: PERSON },
  ],
  begun: [{ from: ['accepted'], to: ['active'], reporters: SHOP }],
  confirmed: [{ from: ['active'], to: ['active'], reporters: PERSON }],
  extended: [{ from: RUNNING, to: ['active'], reporters: PERSON }],
  counted: [
    { from: ['active'], to: ['active'], reporters: SHOP },
    { from: ['lapsed'], to: ['lapsed'], reporters: SHOP },
  ],
  uncounted: [
    { from: ['active'], to: ['active'], reporters: SHOP },
    { from: ['lapsed'], to: ['lapsed'], reporters: SHOP },
  ],
  billed: [{ from: ['active'], to: ['active'], reporters: SHOP }],
  declared: [
    { from: ['active'], to: ['active'], reporters: SIDES },
    { from: ['lapsed'], to: ['lapsed'], reporters: SIDES },
  ],
  lapsed: [{ from: ['accepted', 'active'], to: ['lapsed'], reporters: TIME }],
  noticed: [{ from: RUNNING, to: ['noticed'], reporters: SIDES }],
  answered: [{ from: ['noticed'], to: ['answered'], reporters: SIDES }],
  met: [
    { from: ['accepted', 'noticed'], to: ['active'], reporters: SIDES },
    { from: [...RUNNING, 'answered'], to: ['active'], reporters: ANYONE },
  ],
  missed: [
    { from: ['noticed'], to: ['active'], reporters: TIME },
    { from: ['answered'], to: ['active'], reporters: SHOP },
  ],
  withdrawn: [{ from: ACCUSED, to: ['kept', 'active'], reporters: SIDES }],
  kept: [
    { from: ['accepted', 'noticed'], to: ['kept'], reporters: SIDES },
    { from: [...RUNNING, 'answered'], to: ['kept'], reporters: ANYONE },
  ],
  broken: [
    { from: ['noticed'], to: ['broken'], reporters: [...TIME, ...SIDES] },
    { from: [...RUNNING, 'answered'], to: ['broken'], reporters: ANYONE },
  ],
  let_down: [{ from: ['noticed'], to: ['let_down'], reporters: TIME }],
  unmet: [{ from: ['lapsed'], to: ['unmet'], reporters: TIME }],
  cancelled: [{ from: ['offered', 'accepted', ...RUNNING], to: ['cancelled'], reporters: SIDES }],
  expired: [{ from: ['offered', 'accepted', 'active', 'lapsed'], to: ['expired'], reporters: TIME }],
};

/** Who of the two sides says such a fact: the one who owes the stage that runs, or the other. */
export const SAID_BY: Readonly<Record<string, 'debtor' | 'creditor'>> = {
  declared: 'debtor',
  answered: 'debtor',
  noticed: 'creditor',
  withdrawn: 'creditor',
  counted: 'creditor',
  uncounted: 'creditor',
  billed: 'creditor',
};

export const ENDS = ['kept', 'broken', 'let_down', 'unmet', 'cancelled', 'expired'];

/** Facts that end one stage, whether the pledge goes on or not. */
export const STAGE_ENDS = ['met', 'missed', 'withdrawn', 'kept', 'broken', 'let_down', 'unmet'];

const OPENS = ['met', 'missed', 'withdrawn'];
const CLOSES = ['kept', 'withdrawn', 'broken', 'let_down', 'unmet', 'cancelled', 'expired'];

/** The only facts that may change a number of a pledge; `state`, `nextDueAt` and `obligations` may change with all of them. */
export const CHANGED_BY: Readonly<Record<string, readonly string[]>> = {
  dueAt: ['extended', 'begun', 'billed', ...OPENS],
  graceUntil: ['extended', 'begun', 'billed', ...OPENS],
  extensionCount: ['extended'],
  acceptedAt: ['accepted'],
  begunAt: ['begun', ...OPENS],
  declaredAt: ['declared', ...OPENS],
  answerBy: ['noticed', ...OPENS],
  claimMinor: ['noticed', ...OPENS],
  endedAt: CLOSES,
  chargedMinor: ['lapsed', 'met', 'missed', 'kept', 'withdrawn', 'broken', 'unmet', 'cancelled'],
};

const HELD_BY_STAGE = [
  ...['escrow_cash>escrow_held', 'escrow_held>revenue', 'cash>escrow_cash', 'escrow_held>escrow_cash'],
  ...['custody_cash>custody_held', 'custody_held>custody_cash'],
];
export const RELEASE = 'trust_granted>trust_extended';

/** The roads that money may take, by the fact that sends it. */
export function roadsOf(kind: string, chargeKind: string | null): readonly string[] {
  switch (kind) {
    case 'offered':
    case 'accepted':
      return ['trust_extended>trust_granted'];
    case 'met':
    case 'missed':
      return HELD_BY_STAGE;
    case 'kept':
    case 'withdrawn':
    case 'broken':
    case 'let_down':
      return [RELEASE, ...HELD_BY_STAGE];
    case 'unmet':
    case 'cancelled':
    case 'expired':
      return [RELEASE, 'escrow_held>escrow_cash', 'custody_held>custody_cash'];
    case 'charge_raised':
      return [`receivable>${EARNED[chargeKind ?? ''] ?? 'compensation'}`];
    case 'charge_collected':
      return ['cash>receivable', 'custody_held>receivable', 'cash>custody_cash'];
    case 'charge_forgiven':
      return ['forgiven>receivable'];
    default:
      return [];
  }
}

const EARNED: Readonly<Record<string, string>> = {
  usage: 'revenue',
  price: 'revenue',
  buy_out: 'revenue',
  clawback: 'clawback',
};
