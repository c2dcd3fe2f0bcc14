/** What is counted on the way: visits, purchases, hours, each line once; and the amount of a use, told after it. */
import { type Instant, isoFromInstant, type Outcome, ok, refuse } from '../../kernel/index.ts';
import type { CountedLine, Said } from './apply-move.ts';
import { endsKept, goesOn, type Rules, withStage } from './endings.ts';
import type { MoveEffect, Obligation, Pledge } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';
import { findCurrent, isToReach } from './stages.ts';

export function decideTally(
  pledge: Pledge,
  rules: Rules,
  said: Extract<Said, { name: 'report' | 'take_back' | 'bill' }>,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  const stage = findCurrent(pledge);
  if (said.name === 'bill') return bill(pledge, rules, stage, said.amountMinor, now);
  if (stage === null || !isToReach(stage)) return refuse('nothing_to_reach');
  if (said.name === 'take_back')
    return said.known === null
      ? refuse('line_unknown', { pointers: ['/lineNo'] })
      : ok(
          goesOn(
            pledge,
            { obligations: counted(pledge, stage, said.known, -1) },
            'uncounted',
            now,
            lineDetail(said.known),
          ),
        );
  return report(pledge, rules, stage, said, now);
}

function report(
  pledge: Pledge,
  rules: Rules,
  stage: Obligation,
  { line, known }: Extract<Said, { name: 'report' }>,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  if (known !== null) return refuse('line_counted_already', { pointers: ['/lineNo'] });
  if (now > pledge.graceUntil) return refuse('grace_has_passed');
  const discountCapMinor = rules.terms.grants.some((grant) => grant.type === 'discount') ? pledge.grantedMinor : 0;
  if (stage.enjoyedMinor + line.discountMinor > discountCapMinor)
    return refuse('discount_above_grant', { pointers: ['/discountMinor'] });
  const obligations = counted(pledge, stage, line, 1);
  const after = { ...pledge, obligations };
  const reached = (findCurrent(after)?.done ?? 0) >= (stage.asked ?? 0);
  if (!reached) return ok(goesOn(pledge, { obligations }, 'counted', now, lineDetail(line)));
  return ok(endsKept(after, rules, now, now, lineDetail(line)));
}

function counted(pledge: Pledge, stage: Obligation, line: CountedLine, sign: 1 | -1): readonly Obligation[] {
  const unit =
    stage.type === 'reach_count' ? line.count : stage.type === 'reach_amount' ? line.amountMinor : line.minutes;
  return withStage(pledge, {
    done: stage.done + sign * unit,
    enjoyedMinor: stage.enjoyedMinor + sign * line.discountMinor,
  });
}

function lineDetail({ lineNo, count, amountMinor, minutes, discountMinor }: CountedLine): MoveEffect['detail'] {
  return { lineNo, count, amountMinor, minutes, discountMinor };
}

/** Told once, and afterwards only downwards; from then on it is due. */
function bill(
  pledge: Pledge,
  rules: Rules,
  stage: Obligation | null,
  amountMinor: number,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  const { term } = stage === null ? { term: null } : rules.costs.termOf(rules.terms, stage.seq);
  if (stage === null || term?.type !== 'pay' || !('amount' in term) || !('billedUpToMinor' in term.amount))
    return refuse('nothing_to_bill');
  if (amountMinor > term.amount.billedUpToMinor) return refuse('bill_above_cap', { pointers: ['/amountMinor'] });
  if (stage.asked !== null && amountMinor >= stage.asked)
    return refuse('bill_only_downwards', { pointers: ['/amountMinor'] });
  const isFirst = stage.asked === null;
  const dates = isFirst ? rules.costs.billedDates(rules.terms, stage.seq, now) : stage;
  const { dueAt, graceUntil } = dates;
  const obligations = withStage(pledge, { asked: amountMinor, dueAt, graceUntil });
  const changes = { obligations, dueAt, graceUntil, nextDueAt: dueAt };
  return ok(goesOn(pledge, changes, 'billed', now, { amountMinor, dueAt: isoFromInstant(dueAt) }));
}
