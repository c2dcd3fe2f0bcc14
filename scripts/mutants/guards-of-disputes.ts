// Guards of disputes: who may say what until when, what counts meanwhile, the clock that stands still, and money that does not move.
import { type Guard, of } from './guard.ts';

const life = of('rooms/dispute', 'rooms/dispute/dispute.test.ts');
const aside = of('rooms/dispute', 'rooms/dispute/set-aside.test.ts');
const hold = of('rooms/pledge', 'rooms/pledge/hold.test.ts');
const shop = of('rooms/conduct', 'rooms/conduct/promisee-conduct.test.ts');
const story = of('', 'doors/api/disputes.pg.test.ts');
const clock = of('', 'doors/api/dispute-clock.pg.test.ts');
const speaks = of('', 'doors/api/who-may-speak.pg.test.ts');
const audit = of('audit', 'audit/flips.pg.test.ts');
const overrule = of('rooms/pledge', 'rooms/pledge/overrule.test.ts');
const stages = of('', 'doors/api/dispute-stages.pg.test.ts');

export const GUARDS_OF_DISPUTES: readonly Guard[] = [
  life('nobody answers their own contest', 'dispute.ts', 'move.by === dispute.openedBy', 'false'),
  life(
    'a dispute is answered once',
    'dispute.ts',
    "if (dispute.state === 'answered') return refuse('dispute_is_answered');",
    '',
  ),
  life('an answer comes in time, to the instant', 'dispute.ts', 'now >= dispute.answerBy', 'now > dispute.answerBy'),
  life(
    'the other side is heard before it is decided',
    'dispute.ts',
    "dispute.state === 'open' && now < dispute.answerBy",
    "dispute.state === 'open' && now < dispute.answerBy - 1n",
  ),
  life('time ends no dispute early', 'dispute.ts', 'now < dispute.nextDueAt', 'now < dispute.nextDueAt - 1n'),
  life('what has ended stays ended', 'dispute.ts', 'if (isDisputeOver(dispute.state))', 'if (false)'),
  life(
    'silence decides only where a refund is owed, and only for the person',
    'dispute.ts',
    "return duty === 'refund' && openedBy !== 'merchant';",
    "return duty === 'refund';",
  ),
  life(
    'a silent shop that owes a refund loses',
    'dispute.ts',
    "if (dispute.state === 'open' && silenceDecides(dispute))",
    'if (false)',
  ),
  life('one’s own word stops nobody’s clock', 'dispute.ts', 'reporter !== openedBy', 'true'),
  life('how much was granted stops no clock', 'dispute.ts', "about !== 'admission' &&", ''),
  aside('upheld, it counts again', 'set-aside.ts', "if (outcome === 'upheld') return verdict;", ''),
  aside('a break under dispute does not count', 'set-aside.ts', "if (verdict === 'broken') return 'none';", ''),
  aside(
    'lateness under dispute does not count',
    'set-aside.ts',
    "verdict === 'kept_late' ? 'kept' : verdict",
    'verdict',
  ),
  hold(
    'time moves nothing that is disputed',
    'apply-move.ts',
    "if (move.by === 'time') return refuse('move_not_possible_now');",
    '',
  ),
  hold(
    'nobody is held to anything during a dispute',
    'apply-move.ts',
    "if (isAgainstTheOther(move.move.name)) return refuse('pledge_is_disputed');",
    '',
  ),
  hold(
    'what lay ahead lies as far ahead',
    'hold.ts',
    'deadline >= disputedAt ? deadline + stood : deadline',
    'deadline',
  ),
  overrule(
    'only what the shop has declared is overruled',
    'by-operator.ts',
    "stage?.owedBy !== 'promisee' || pledge.declaredAt === null",
    "stage?.owedBy !== 'promisee'",
  ),
  overrule(
    'a deposit goes back with the decision',
    'by-operator.ts',
    "if (stage.type !== 'refund') return ok(missed);",
    'return ok(missed);',
  ),
  stages(
    'a dispute about something else ends no stage',
    'journeys/end-dispute.ts',
    "contested.kind === 'declared' && ",
    '',
  ),
  stages(
    'a payment that is not owed ends with the dispute',
    'journeys/end-dispute.ts',
    "return stage.type === 'pay' && charge?.seq === stage.seq;",
    'return false;',
  ),
  stages(
    'a part of a payment keeps nothing yet',
    'journeys/settle-charge.ts',
    '!isPart && stage !== null',
    'stage !== null',
  ),
  hold(
    'nothing is charged for the time that the clock stood',
    'charges.ts',
    'minutesBegun(from, to - stoodBetween(stood, from, to))',
    'minutesBegun(from, to)',
  ),
  hold('it is kept when the clock stood', 'hold.ts', 'withStood(pledge.stood, disputedAt, now)', 'pledge.stood'),
  hold('what had passed stays passed', 'hold.ts', 'deadline >= disputedAt ?', 'deadline >= 0n ?'),
  hold(
    'a deadline reached at that instant lies ahead',
    'hold.ts',
    'deadline >= disputedAt ?',
    'deadline > disputedAt ?',
  ),
  hold('the clock stands on after a move', 'hold.ts', '{ ...effect, pledge: holdClock(effect.pledge, now) }', 'effect'),
  shop(
    'a false report is a word of the shop broken',
    'promisee-conduct.ts',
    'end.isFalseReport ? BROKEN : null',
    'null',
  ),
  story(
    'a fact is weighed anew when it is contested',
    'journeys/contest-fact.ts',
    '  reweigh(state, contested, earlier);\n',
    '',
  ),
  story('and when that has ended', 'journeys/end-dispute.ts', '  reweigh(state, contested, before);\n', ''),
  story(
    'the operator’s lateness moves no money',
    'journeys/end-dispute.ts',
    "if (ended.outcome === 'corrected') {",
    "if (ended.outcome !== 'upheld') {",
  ),
  story(
    'use stays owed when a break falls',
    'journeys/end-dispute.ts',
    "routeOfCharge(kind) === 'charge_compensation'",
    'kind.length > 0',
  ),
  story('what was paid is credited', 'journeys/end-dispute.ts', '...(paidMinor > 0', '...(paidMinor < 0'),
  story(
    'what was decided is not contested again',
    'journeys/contest-fact.ts',
    "if (earlier.some((one) => one.outcome === 'corrected')) return refuse('fact_is_set_aside');",
    '',
  ),
  story(
    'nobody pays more than is owed',
    'journeys/settle-charge.ts',
    'partMinor > unpaidMinorOf(charge)',
    'partMinor > unpaidMinorOf(charge) + 1',
  ),
  story('each side contests a fact once', 'journeys/contest-fact.ts', 'one.openedBy === speaker.by ||', ''),
  story('put right once', 'journeys/make-good.ts', 'repairs.has(factId)', 'false'),
  story(
    'a norm is one of the rulebook',
    'doors/api/operator-disputes.ts',
    'if (!isNormId(norm))',
    'if (norm === "" || !isNormId("proportion"))',
  ),
  clock(
    'one dispute about a fact at a time',
    'journeys/contest-fact.ts',
    'one.openedBy === speaker.by || !isDisputeOver(one.state)',
    'one.openedBy === speaker.by',
  ),
  clock(
    'a contest stops the clock',
    'journeys/contest-fact.ts',
    'dispute.stopsClock ? stopped(pledge, world, state) : pledge',
    'pledge',
  ),
  clock('the clock runs again', 'journeys/end-dispute.ts', 'pledge.disputedAt === null || isHeld', 'true'),
  clock(
    'disputes fall due',
    'doors/installation/advance-clock.ts',
    'sweepWorld(connection, worldId, until,',
    'sweepWorld(connection, worldId, 0n,',
  ),
  speaks(
    'another’s dispute is unknown',
    'journeys/answer-dispute.ts',
    "if (!isSide(dispute, speaker)) return refuse('dispute_unknown');",
    '',
  ),
  speaks(
    'a shop contests only what is its own',
    'journeys/contest-fact.ts',
    'fact.merchantId === speaker.merchantId && fact.pledgeId === speaker.pledgeId',
    'fact.pledgeId === speaker.pledgeId',
  ),
  speaks(
    'a shop puts right only what was promised to it',
    'journeys/make-good.ts',
    'fact.merchantId === speaker.merchantId && ',
    '',
  ),
  audit('the audit replays disputes', 'check-sayings.ts', '  checkDisputes(world, dossier);\n', ''),
];
