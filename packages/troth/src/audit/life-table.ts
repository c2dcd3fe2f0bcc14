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
/** Who promised: a person, or a shop. Which of the two is what the party is, and is proved where parties are. */
const PERSON = ['person', 'promisor'];
const TIME = ['system'];
const ANYONE = [...PERSON, ...SHOP, ...TIME];
const SIDES = [...PERSON, ...SHOP];

const RUNNING = ['active', 'lapsed'];
const ACCUSED = ['noticed', 'answered'];

export const STEPS: Readonly<Record<string, readonly Step[]>> = {
  offered: [{ from: ['birth'], to: ['offered'], reporters: ['merchant'] }],
  accepted: [
    { from: ['birth'], to: ['accepted', 'active'], reporters: [...PERSON, 'historic_import'] },
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
  returned: [{ from: ['active'], to: ['active'], reporters: SHOP }],
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
  let_down: [{ from: [...RUNNING, ...ACCUSED], to: ['let_down'], reporters: ANYONE }],
  unmet: [{ from: ['lapsed'], to: ['unmet'], reporters: TIME }],
  cancelled: [{ from: ['offered', 'accepted', ...RUNNING], to: ['cancelled'], reporters: SIDES }],
  expired: [{ from: ['offered', 'accepted', ...RUNNING, 'answered'], to: ['expired'], reporters: TIME }],
};

/** What may follow a dispute that was decided for the person, at the same instant: the stage that rested on what is not so ends. */
const overruled = (to: string): readonly Step[] => [
  { from: [...RUNNING, ...ACCUSED], to: [to], reporters: ['operator', ...TIME] },
];
export const OVERRULED: Readonly<Record<string, readonly Step[]>> = {
  met: overruled('active'),
  missed: overruled('active'),
  kept: overruled('kept'),
  broken: overruled('broken'),
  let_down: overruled('let_down'),
};

/** Who of the two sides says such a fact: the one who owes the stage that runs, or the other. */
export const SAID_BY: Readonly<Record<string, 'obligor' | 'obligee'>> = {
  declared: 'obligor',
  answered: 'obligor',
  noticed: 'obligee',
  withdrawn: 'obligee',
  counted: 'obligee',
  uncounted: 'obligee',
  billed: 'obligee',
  returned: 'obligee',
};

export const OF_DISPUTES = ['contested', 'dispute_answered', 'dispute_decided', 'dispute_lapsed'];

/** Facts about a pledge that leave it as it is, except for its clock. */
export const MOVELESS = [...OF_DISPUTES, 'made_good', 'custody_paid_out'];

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
  stood: [],
  acceptedAt: ['accepted'],
  begunAt: ['begun', ...OPENS],
  declaredAt: ['declared', ...OPENS],
  answerBy: ['noticed', ...OPENS],
  claimMinor: ['noticed', ...OPENS],
  endedAt: CLOSES,
  chargedMinor: ['lapsed', 'met', 'missed', 'kept', 'withdrawn', 'broken', 'unmet', 'cancelled'],
};

/** States in which a deposit may still be owed although the pledge is over: the other side did not do its part. */
export const OWES_DEPOSIT_AFTER = ['let_down'];

/** The road of what is granted on trust, by the fact that begins or ends the pledge. */
export function trustRoadOf(kind: string, isBirth: boolean): string | null {
  if (isBirth) return 'trust_extended>trust_granted';
  return kind.startsWith('charge_') || kind.startsWith('custody_') ? null : 'trust_granted>trust_extended';
}

const EARNED: Readonly<Record<string, string>> = {
  usage: 'revenue',
  price: 'revenue',
  buy_out: 'revenue',
  clawback: 'clawback',
};

/** The roads of a charge: one of these sets, each road of the set with all that the fact moves. */
export function chargeRoadsOf(kind: string, chargeKind: string): readonly (readonly string[])[] {
  switch (kind) {
    case 'charge_raised':
      return [[`receivable>${EARNED[chargeKind] ?? 'compensation'}`]];
    case 'charge_collected':
      return [['cash>receivable'], ['custody_held>receivable', 'cash>custody_cash']];
    case 'charge_part_paid':
      return [['cash>receivable']];
    case 'charge_forgiven':
      return [['forgiven>receivable']];
    default:
      return [];
  }
}

/** The roads on which a stage may send money that is held: in, to the merchant who kept its word, or back to the person. */
export const HELD_ROADS = [
  'escrow_cash>escrow_held',
  'custody_cash>custody_held',
  'escrow_held>revenue',
  'cash>escrow_cash',
  'escrow_held>escrow_cash',
  'custody_held>custody_cash',
];
