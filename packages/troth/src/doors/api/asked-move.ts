/** A move as a body says it: each member goes with its own move, and is refused with any other. */
import type { AskedMove } from '../../journeys/move-pledge.ts';
import type { Id } from '../../kernel/index.ts';
import type { AnswerKind } from '../../rooms/pledge/index.ts';
import { readIso } from './context.ts';
import type { ProblemCode, ProblemMore } from './problems.ts';
import { MEMBERS_OF_MOVE, type MERCHANT_MOVES, type PERSON_MOVES } from './schemas.ts';

export type MoveNamed = (typeof MERCHANT_MOVES)[number] | (typeof PERSON_MOVES)[number];

/** What may stand beside the name of a move. */
export interface MoveMembers {
  readonly effectiveAt?: string;
  readonly evidenceIds?: readonly string[];
  readonly claimMinor?: number;
  readonly answer?: AnswerKind;
  readonly lineNo?: string;
  readonly count?: number;
  readonly amountMinor?: number;
  readonly minutes?: number;
  readonly discountMinor?: number;
}

type Problem = { readonly code: ProblemCode } & ProblemMore;

const MEMBERS = [...new Set(Object.values(MEMBERS_OF_MOVE).flat())] as (keyof MoveMembers)[];
/** Without these a move says nothing. */
const NEEDED: Readonly<Partial<Record<MoveNamed, keyof MoveMembers>>> = {
  answer: 'answer',
  report: 'lineNo',
  take_back: 'lineNo',
  bill: 'amountMinor',
};

const invalid = (member: string, detail: string): Problem => ({
  code: 'body_invalid',
  pointers: [`/${member}`],
  detail,
});

/** The move, or the problem that names the member. */
export function readMove(name: MoveNamed, said: MoveMembers): AskedMove | Problem {
  const stray = MEMBERS.find((member) => said[member] !== undefined && !(MEMBERS_OF_MOVE[name] ?? []).includes(member));
  if (stray !== undefined) return invalid(stray, `${stray} does not go with ${name}.`);
  const needed = NEEDED[name];
  if (needed !== undefined && said[needed] === undefined) return invalid(needed, `${name} needs ${needed}.`);
  switch (name) {
    case 'fulfil': {
      const effectiveAt = said.effectiveAt === undefined ? undefined : readIso(said.effectiveAt);
      return effectiveAt === null
        ? invalid('effectiveAt', 'There is no such instant.')
        : { name: 'fulfil', effectiveAt: effectiveAt ?? null };
    }
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

function evidenceOf({ evidenceIds }: MoveMembers): readonly Id<'evd'>[] {
  return (evidenceIds ?? []) as readonly Id<'evd'>[];
}

function lineOf({ lineNo = '', count = 1, amountMinor = 0, minutes = 0, discountMinor = 0 }: MoveMembers) {
  return { lineNo, count, amountMinor, minutes, discountMinor };
}
