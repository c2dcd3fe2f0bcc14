/** A move as a body says it: each member goes with its own move, and is refused with any other. */
import type { AskedMove } from '../../journeys/move-pledge.ts';
import type { Id } from '../../kernel/index.ts';
import type { AnswerKind } from '../../rooms/pledge/index.ts';
import { readIso } from './context.ts';
import { MEMBERS_OF_MOVE, type MoveMember, type MoveMembers, type MoveSaid } from './move-bodies.ts';
import type { ProblemCode, ProblemMore } from './problems.ts';

type Problem = { readonly code: ProblemCode } & ProblemMore;

const invalid = (member: string, detail: string): Problem => ({
  code: 'body_invalid',
  pointers: [`/${member}`],
  detail,
});

/** The move, or the problem that names the member. */
export function readMove(name: MoveSaid, said: MoveMembers): AskedMove | Problem {
  const { must = [], may = [] } = MEMBERS_OF_MOVE[name] ?? {};
  const given = Object.keys(said) as MoveMember[];
  const stray = given.find((member) => said[member] !== undefined && ![...must, ...may].includes(member));
  if (stray !== undefined) return invalid(stray, `${stray} does not go with ${name}.`);
  const missing = must.find((member) => said[member] === undefined);
  if (missing !== undefined) return invalid(missing, `${name} needs ${missing}.`);
  switch (name) {
    case 'fulfil': {
      const effectiveAt = said.effectiveAt === undefined ? undefined : readIso(said.effectiveAt);
      return effectiveAt === null
        ? invalid('effectiveAt', 'There is no such instant.')
        : { name: 'fulfil', effectiveAt: effectiveAt ?? null, ...meantIn(said), ...linesIn(said) };
    }
    case 'release':
      return { name, ...meantIn(said) };
    case 'notice':
      return { name, evidenceIds: evidenceOf(said), claimMinor: said.claimMinor ?? null };
    case 'declare':
      return { name, evidenceIds: evidenceOf(said) };
    case 'answer':
      return { name, answer: said.answer as AnswerKind };
    case 'report':
      return { name, line: lineOf(said) };
    case 'take_back':
      return { name, lineNo: said.lineNo as string };
    case 'bill':
      return { name, amountMinor: said.amountMinor as number };
    default:
      return { name };
  }
}

/** The stage that is meant, where one is named. */
function meantIn({ seq }: MoveMembers): { readonly seq?: number } {
  return seq === undefined ? {} : { seq };
}

function linesIn({ lineNos }: MoveMembers): { readonly lineNos?: readonly string[] } {
  return lineNos === undefined ? {} : { lineNos };
}

function evidenceOf({ evidenceIds }: MoveMembers): readonly Id<'evd'>[] {
  return (evidenceIds ?? []) as readonly Id<'evd'>[];
}

function lineOf({ lineNo = '', count = 1, amountMinor = 0, minutes = 0, discountMinor = 0 }: MoveMembers) {
  return { lineNo, count, amountMinor, minutes, discountMinor };
}
