/** The moves each side may say over HTTP, and what goes with which: each member with its own move, and with no other. */
import { type Static, type TSchema, Type } from 'typebox';
import { AMOUNT_MINOR_MAX } from '../../kernel/index.ts';
import type { MoveName } from '../../rooms/pledge/index.ts';
import { closed, idOf, InstantText, LineNo, KeyText, SaidAmount } from './schemas.ts';

export const MERCHANT_MOVES = [
  ...(['begin', 'report', 'take_back', 'bill', 'declare', 'fulfil', 'release', 'cancel'] as const),
  ...(['notice', 'answer', 'withdraw', 'break'] as const),
] as const satisfies readonly MoveName[];
export const PERSON_MOVES = [
  ...(['accept', 'decline', 'confirm', 'extend', 'buy_out', 'declare', 'fulfil', 'release', 'cancel'] as const),
  ...(['notice', 'answer', 'withdraw'] as const),
] as const satisfies readonly MoveName[];
export type MoveSaid = (typeof MERCHANT_MOVES)[number] | (typeof PERSON_MOVES)[number];

export const ANSWERS = ['on_my_way', 'already_returned', 'was_there', 'this_is_wrong'] as const;

const MEMBERS = {
  effectiveAt: InstantText,
  seq: Type.Integer({
    minimum: 1,
    maximum: 64,
    description: 'the obligation you mean; when another one runs, nothing is written',
  }),
  evidenceIds: Type.Array(idOf('evd', 'evidence of this pledge'), { minItems: 1, maxItems: 8 }),
  claimMinor: Type.Integer({
    minimum: 1,
    maximum: AMOUNT_MINOR_MAX,
    description: 'claimed for loss or damage, minor units',
  }),
  lineNos: Type.Array(LineNo, {
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    description: 'only these lines of the order came back',
  }),
  answer: Type.Enum([...ANSWERS]),
  lineNo: Type.String({
    pattern: '^[\\x21-\\x7e]{1,64}$',
    description: 'your own number of the receipt',
    examples: ['R-1001'],
  }),
  count: Type.Integer({ minimum: 0, maximum: 1000, description: 'visits; 1 if not said' }),
  amountMinor: SaidAmount,
  minutes: Type.Integer({ minimum: 0, maximum: 10_080, description: 'of presence' }),
  discountMinor: SaidAmount,
};
export type MoveMember = keyof typeof MEMBERS;

/** What must and what may stand beside the name of a move. */
export const MEMBERS_OF_MOVE: Readonly<
  Partial<Record<MoveSaid, { readonly must?: readonly MoveMember[]; readonly may?: readonly MoveMember[] }>>
> = {
  fulfil: { may: ['effectiveAt', 'seq', 'lineNos'] },
  release: { may: ['seq'] },
  declare: { may: ['evidenceIds'] },
  notice: { may: ['evidenceIds', 'claimMinor'] },
  answer: { must: ['answer'] },
  report: { must: ['lineNo'], may: ['count', 'amountMinor', 'minutes', 'discountMinor'] },
  take_back: { must: ['lineNo'] },
  bill: { must: ['amountMinor'] },
};

const Note = { note: Type.Optional(Type.String({ maxLength: 2000 })) };

/** The body of one move by either side; a person may add a note of their own. */
export function moveBody(move: MoveSaid, side: 'merchant' | 'person') {
  const { must = [], may = [] } = MEMBERS_OF_MOVE[move] ?? {};
  const properties: Record<string, TSchema> = {};
  for (const member of must) properties[member] = MEMBERS[member];
  for (const member of may) properties[member] = Type.Optional(MEMBERS[member]);
  return closed(side === 'person' ? { ...properties, ...Note } : properties);
}

/** The path of a move: words of a path are joined by hyphens. */
export function pathOfMove(move: MoveSaid): string {
  return move.replaceAll('_', '-');
}

const optional = {
  effectiveAt: Type.Optional(MEMBERS.effectiveAt),
  seq: Type.Optional(MEMBERS.seq),
  lineNos: Type.Optional(MEMBERS.lineNos),
  evidenceIds: Type.Optional(MEMBERS.evidenceIds),
  claimMinor: Type.Optional(MEMBERS.claimMinor),
  answer: Type.Optional(MEMBERS.answer),
  lineNo: Type.Optional(MEMBERS.lineNo),
  count: Type.Optional(MEMBERS.count),
  amountMinor: Type.Optional(MEMBERS.amountMinor),
  minutes: Type.Optional(MEMBERS.minutes),
  discountMinor: Type.Optional(MEMBERS.discountMinor),
};
const AnyMembers = closed(optional);
export type MoveMembers = Static<typeof AnyMembers>;
export type PersonMoveBody = MoveMembers & { readonly note?: string };

export const BulkMovesBody = closed({
  moves: Type.Array(
    closed({
      idempotencyKey: KeyText,
      pledgeId: idOf('plg', 'the pledge'),
      move: Type.Enum([...MERCHANT_MOVES]),
      ...optional,
    }),
    { minItems: 1, maxItems: 128 },
  ),
});
export type BulkMovesBody = Static<typeof BulkMovesBody>;
