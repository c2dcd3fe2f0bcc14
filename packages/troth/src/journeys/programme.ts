/**
 * A benefit that other shops honour too (terms `programme`). A partner may count lines of its own in a pledge that was made to the
 * issuer, and take its own back; the rest of the pledge is as unknown to it as to anybody. The fact of a line names who honoured it and
 * who bears its discount: a partner that bears it itself agrees to that by counting the line.
 */
import type { Id } from '../kernel/index.ts';
import type { OfferTerms, Programme } from '../rooms/offer/index.ts';
import type { CountedLine, Pledge } from '../rooms/pledge/index.ts';
import type { NamedLine } from './lines-found.ts';
import type { AskedMove, MoveCommand, MoveState, Mover } from './move-pledge.ts';
import type { OfferVersions } from './offer-versions.ts';

const MOVES_OF_A_PARTNER: readonly AskedMove['name'][] = ['report', 'take_back'];

/** Whether these terms let this shop say that move although the pledge was not made to it. */
function isHonouring(merchantId: Id<'pty'>, move: AskedMove['name'], { programme }: OfferTerms): boolean {
  return MOVES_OF_A_PARTNER.includes(move) && programme?.partners.includes(merchantId) === true;
}

/** The partner that speaks; null when it is the promisee itself, or no shop. */
export function honouringOf(mover: Mover, pledge: Pledge | undefined): Id<'pty'> | null {
  return mover.by === 'promisee' && pledge !== undefined && mover.merchantId !== pledge.merchantId
    ? mover.merchantId
    : null;
}

/** What the fact of a partner's line says beside its numbers; nothing for the promisee's own. */
export function honouredSaid(
  honouredBy: Id<'pty'> | null,
  { programme }: OfferTerms,
): { readonly honouredBy?: Id<'pty'>; readonly paidBy?: Programme['paidBy'] } {
  return honouredBy === null || programme === undefined ? {} : { honouredBy, paidBy: programme.paidBy };
}

/** Another's pledge is as unknown as one that does not exist; a partner of its programme may count lines of its own in it. */
export function maySpeak({ mover, move }: MoveCommand, pledge: Pledge, versions: OfferVersions): boolean {
  switch (mover.by) {
    case 'promisor':
      return mover.partyId === pledge.partyId;
    case 'promisee':
      return (
        mover.merchantId === pledge.merchantId ||
        isHonouring(mover.merchantId, move.name, versions.get(pledge.versionId).terms)
      );
    case 'time':
      return true;
  }
}

/** The line that a move speaks of, in the numbers of the shop that speaks. */
export function linesNamed(
  { pledgeId, mover, move }: MoveCommand,
  pledges: ReadonlyMap<Id<'plg'>, Pledge>,
): readonly NamedLine[] {
  if (move.name !== 'report' && move.name !== 'take_back') return [];
  const lineNo = move.name === 'report' ? move.line.lineNo : move.lineNo;
  return [{ pledgeId, lineNo, honouredBy: honouringOf(mover, pledges.get(pledgeId)) }];
}

/** That line as it is counted now; null when it is not. */
export function lineKnown(command: MoveCommand, { lines, pledges }: MoveState): CountedLine | null {
  return linesNamed(command, pledges).map((named) => lines.find(named))[0] ?? null;
}
