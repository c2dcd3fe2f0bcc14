/** What the one may say to whom the running stage is owed: that it was done, that it is let go, a notice with evidence, and its withdrawal. */
import { type Instant, isoFromInstant, MINUTE_US, type Outcome, ok, refuse } from '../../kernel/index.ts';
import type { Said } from './apply-move.ts';
import { endsKept, endsReleased, endsUnproved, goesOn, owedDetail, type Rules } from './endings.ts';
import { keptMinor, withBack } from './order-lines.ts';
import type { MoveEffect, Pledge } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';
import { findCurrent, heldMinor, isToReach, leavesNoMark, mayBeKept, waitsForBegin } from './stages.ts';

export function decideForObligee(
  pledge: Pledge,
  rules: Rules,
  said: Extract<Said, { name: 'fulfil' | 'release' | 'notice' | 'withdraw' }>,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  switch (said.name) {
    case 'fulfil':
      return said.lineNos === undefined
        ? fulfil(pledge, rules, said.effectiveAt ?? now, now)
        : comeBack(pledge, rules, said.lineNos, said.effectiveAt ?? now, now);
    case 'release':
      // A deposit is the promisor's own money: giving it up is nothing that a button may do.
      // What may be brought back until its time is over is the promisor's choice: letting it go would make the payment due before.
      if (findCurrent(pledge)?.type === 'refund' || mayStillReturn(pledge, rules))
        return refuse('move_not_possible_now');
      // What is held for a delivery goes back when it is let go: not any more once the goods are said, with evidence, to have come.
      if (pledge.declaredAt !== null && heldMinor(rules.costs, rules.terms, pledge, 'escrow') > 0)
        return refuse('move_not_possible_now');
      return ok(endsReleased(pledge, rules, now));
    case 'notice':
      return giveNotice(pledge, rules, said, now);
    case 'withdraw':
      return ok(endsUnproved(pledge, rules, now, 'withdrawn'));
  }
}

function mayStillReturn(pledge: Pledge, rules: Rules): boolean {
  const stage = findCurrent(pledge);
  return stage !== null && mayBeKept(rules.costs, rules.terms, stage);
}

function fulfil(pledge: Pledge, rules: Rules, effectiveAt: Instant, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  const stage = findCurrent(pledge);
  if (pledge.state === 'accepted' && waitsForBegin(stage)) return refuse('move_not_possible_now');
  // What is counted is reached by its reports, and what nobody has billed cannot be paid.
  if (isToReach(stage) || (stage?.type === 'pay' && stage.asked === null)) return refuse('move_not_possible_now');
  if (effectiveAt > now) return refuse('effective_in_the_future', { pointers: ['/effectiveAt'] });
  if (effectiveAt < (pledge.begunAt ?? pledge.offeredAt))
    return refuse('effective_before_the_pledge', { pointers: ['/effectiveAt'] });
  // What the obligor declared earlier counts from then: the obligee's desk is not the obligor's delay.
  const doneAt = pledge.declaredAt !== null && pledge.declaredAt < effectiveAt ? pledge.declaredAt : effectiveAt;
  return ok(endsKept(pledge, rules, doneAt, now));
}

/** Some lines of the order came back: they are not paid, and the rest may still be sent back in time. With the last of them, all of it did. */
function comeBack(
  pledge: Pledge,
  rules: Rules,
  lineNos: readonly string[],
  effectiveAt: Instant,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  const stage = findCurrent(pledge);
  if (pledge.state !== 'active') return refuse('move_not_possible_now');
  if (stage?.lines === undefined) return refuse('nothing_to_return');
  const named = lineNos.map((lineNo) => stage.lines?.find((line) => line.lineNo === lineNo));
  if (named.includes(undefined)) return refuse('line_not_ordered', { pointers: ['/lineNos'] });
  if (named.some((line) => line?.isBack === true)) return refuse('line_back_already', { pointers: ['/lineNos'] });
  const obligations = withBack(pledge.obligations, stage.seq, ({ lineNo }) => lineNos.includes(lineNo));
  const lines = obligations.find(({ seq }) => seq === stage.seq)?.lines ?? [];
  const whole = fulfil(pledge, rules, effectiveAt, now);
  if (!whole.ok || lines.every(({ isBack }) => isBack)) return whole;
  const leftMinor = keptMinor(lines);
  const detail = { lineCount: lineNos.length, returnedMinor: keptMinor(stage.lines) - leftMinor, leftMinor };
  return ok(goesOn(pledge, { obligations }, 'returned', effectiveAt, detail));
}

function giveNotice(
  pledge: Pledge,
  rules: Rules,
  { evidenceCount, claimMinor }: Extract<Said, { name: 'notice' }>,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  // Time ends it without a mark; a notice that comes before time does must not make it a broken promise.
  if (leavesNoMark(rules.terms, findCurrent(pledge))) return refuse('move_not_possible_now');
  const contestsReturn = pledge.declaredAt !== null;
  if (pledge.state === 'active' && !contestsReturn) return refuse('return_not_contested_yet');
  if (pledge.state === 'lapsed' && !contestsReturn && now <= pledge.graceUntil) return refuse('grace_still_runs');
  if (evidenceCount < 1) return refuse('evidence_missing', { pointers: ['/evidenceIds'] });
  if (claimMinor !== null && findCurrent(pledge)?.type !== 'return_item')
    return refuse('nothing_to_claim', { pointers: ['/claimMinor'] });
  const answerBy = now + BigInt(rules.terms.answerMinutes) * MINUTE_US;
  const claimed = claimMinor === null ? {} : { claimMinor };
  const detail = { answerBy: isoFromInstant(answerBy), evidenceCount, ...claimed, ...owedDetail(findCurrent(pledge)) };
  return ok(goesOn(pledge, { state: 'noticed', answerBy, nextDueAt: answerBy, claimMinor }, 'noticed', now, detail));
}
