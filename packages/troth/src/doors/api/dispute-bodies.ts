/** Disputes over HTTP: their shapes, and how one is said. */
import { Type } from 'typebox';
import { isoFromInstant } from '../../kernel/index.ts';
import { DISPUTE_STATES } from '../../rooms/dispute/index.ts';
import { getNorm } from '../../rooms/rulebook/index.ts';
import type { DisputeInWords, Words } from './dispute-reads.ts';
import { closed, idOf } from './schemas.ts';

export const StatementBody = closed({
  statement: Type.String({
    minLength: 1,
    maxLength: 32_000,
    description:
      'your own words, 2000 characters at most; kept sealed, read by both sides of the pledge and by the operator',
    examples: ['I brought it back at nine; the desk was closed.'],
  }),
});

export const ContestAnswer = closed(
  {
    pledgeId: idOf('plg', 'the pledge that the fact is about'),
    factId: idOf('fct', 'the fact that records the contest'),
    disputeId: idOf('dsp', 'the dispute that is open now'),
    contests: idOf('fct', 'the fact that is contested; it stays as it is'),
    statementId: idOf('evd', 'your words, as a piece of evidence of the pledge'),
    answerBy: Type.String({ description: 'until when the other side can answer' }),
    decideBy: Type.String({ description: 'until when the operator decides' }),
  },
  'A contest, marked at once wherever the fact is shown',
);

export const SaidAnswer = closed({
  pledgeId: idOf('plg', 'the pledge that it is about'),
  factId: idOf('fct', 'the fact that records it'),
});

const Instants = Type.String({ description: 'ISO 8601' });
const SomeWords = closed({
  statementId: idOf('evd', 'the words as a piece of evidence'),
  text: Type.Union([Type.String(), Type.Null()], { description: 'null once the person has been erased' }),
});

export const DisputeBody = closed(
  {
    disputeId: idOf('dsp', 'the dispute'),
    pledgeId: idOf('plg', 'the pledge'),
    factId: idOf('fct', 'the fact contested'),
    about: Type.Enum(['fact', 'charge', 'admission']),
    openedBy: Type.Enum(['person', 'promisor', 'merchant'], {
      description: 'promisor: a shop that promises; merchant: the shop promised to',
    }),
    state: Type.Enum([...DISPUTE_STATES]),
    openedAt: Instants,
    answerBy: Instants,
    decideBy: Instants,
    endedAt: Type.Union([Instants, Type.Null()]),
    statement: SomeWords,
    answer: Type.Union([SomeWords, Type.Null()]),
    outcome: Type.Union([
      closed({
        verdict: Type.Enum(['upheld', 'corrected'], { description: 'the fact stands, or it is set aside for good' }),
        norm: closed({
          id: Type.String(),
          source: Type.String(),
          article: Type.String(),
          text: closed({ zh: Type.String(), en: Type.String() }),
        }),
        decision: Type.Union([SomeWords, Type.Null()], { description: 'null where silence decided' }),
      }),
      Type.Null(),
    ]),
  },
  'A dispute with the words of both sides and its outcome',
);

const wordsBody = (words: Words | null) => words && { statementId: words.statementId, text: words.text };

export function disputeBody({ dispute, statement, answer, decision }: DisputeInWords) {
  const { outcome, norm } = dispute;
  return {
    disputeId: dispute.disputeId,
    pledgeId: dispute.pledgeId,
    factId: dispute.factId,
    about: dispute.about,
    openedBy: dispute.openedBy,
    state: dispute.state,
    openedAt: isoFromInstant(dispute.openedAt),
    answerBy: isoFromInstant(dispute.answerBy),
    decideBy: isoFromInstant(dispute.decideBy),
    endedAt: dispute.endedAt === null ? null : isoFromInstant(dispute.endedAt),
    statement: wordsBody(statement),
    answer: wordsBody(answer),
    outcome:
      outcome === null || norm === null
        ? null
        : { verdict: outcome, norm: normBody(norm), decision: wordsBody(decision) },
  };
}

function normBody(norm: NonNullable<DisputeInWords['dispute']['norm']>) {
  const { id, source, article, text } = getNorm(norm);
  return { id, source, article, text: { zh: text.zh, en: text.en } };
}
