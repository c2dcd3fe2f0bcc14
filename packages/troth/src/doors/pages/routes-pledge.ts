/** The page of a pledge and its forms. A pledge that the shop offered is read and accepted on an accept page of its own. */
import { type Id, isId } from '../../kernel/index.ts';
import type { AnswerKind } from '../../rooms/pledge/index.ts';
import { depositMinor } from '../../rooms/offer/index.ts';
import { isIdempotencyKey } from '../api/context.ts';
import { moveAsPerson } from '../api/me.ts';
import { openEvidence } from '../api/evidence-reads.ts';
import { findPledge, type PledgeInFull } from '../api/person-file.ts';
import { collectAsShop, playShop } from '../api/sandbox-shop.ts';
import type { PERSON_MOVES } from '../api/move-bodies.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { renderAccept } from './accept.ts';
import type { AcceptState, AcceptView } from './accept-view.ts';
import { renderPledge } from './pledge.ts';
import { type Answer as AnswerOnPage, ANSWERS } from './pledge-forms.ts';
import { pledgeView } from './read-pledge.ts';
import { cancellationOf, deedOf, ordinaryView, termsView } from './read-terms.ts';
import { whyView } from './read-why.ts';
import { SHOP_MOVES } from './shop-side.ts';
import { type Answer, nothingHere, type Pages, refusedPage, show, type Visit } from './visit.ts';
import type { SignedIn } from './visitor.ts';
import { renderWhy } from './why.ts';
import { both } from './words-facts.ts';

export function pledgeRoutes(pages: Pages, context: SignInContext): void {
  const withPledge = async (
    visit: Visit,
    person: SignedIn,
    work: (found: PledgeInFull) => Promise<Answer> | Answer,
  ) => {
    const pledgeId = visit.part('pledgeId');
    const found = isId('plg', pledgeId) ? await findPledge(context, person, pledgeId) : null;
    return found === null ? nothingHere : work(found);
  };

  pages.getAsPerson('/p/:pledgeId', (visit, person) =>
    withPledge(visit, person, (found) =>
      show(
        found.pledge.state === 'offered'
          ? renderAccept(offeredView(found, visit))
          : renderPledge(pledgeView(found, visit)),
      ),
    ),
  );

  pages.getAsPerson('/p/:pledgeId/agreed', (visit, person) =>
    withPledge(visit, person, (found) => {
      if (found.pledge.acceptedAt === null) return { kind: 'go', to: `/p/${found.pledge.pledgeId}` };
      return show(renderAccept({ ...offeredView(found, visit), state: doneState(found, visit) }));
    }),
  );

  pages.getAsPerson('/p/:pledgeId/why', (visit, person) =>
    withPledge(visit, person, async (found) => show(renderWhy(await whyView(context, visit, person, found)))),
  );

  pages.getAsPerson('/p/:pledgeId/evidence/:evidenceId', async (visit, person) => {
    const [pledgeId, evidenceId] = [visit.part('pledgeId'), visit.part('evidenceId')];
    if (!isId('plg', pledgeId) || !isId('evd', evidenceId)) return nothingHere;
    const found = await openEvidence(context, person, pledgeId, evidenceId);
    if (found === null) return nothingHere;
    return { kind: 'file', mediaType: found.mediaType, name: evidenceId, content: found.content };
  });

  pages.postAsPerson('/sandbox/shop/:pledgeId', (visit, person) =>
    withPledge(visit, person, async ({ pledge, charges }) => {
      const back = `/p/${pledge.pledgeId}`;
      const move = SHOP_MOVES.find((one) => one === visit.field('move'));
      if (move === undefined || !isIdempotencyKey(visit.key))
        return { kind: 'error', status: 400, toFix: [], retryHref: back };
      const refused =
        move === 'collect'
          ? await collectAsShop(context, person.worldId, charges, visit.key)
          : await playShop(context, person.worldId, pledge, move, visit.key);
      return refused === null ? { kind: 'go', to: back } : refusedPage(refused, back);
    }),
  );

  moveForms(pages, context);
}

/** Each move of the person is a form of its own; then the page that shows what came of it. */
function moveForms(pages: Pages, context: SignInContext): void {
  const moves = {
    accept: 'agreed',
    decline: '',
    confirm: '',
    declare: '',
    extend: '',
    cancel: '',
    answer: '',
  } as const;
  for (const [move, then] of Object.entries(moves) as [keyof typeof moves, string][])
    pages.postAsPerson(`/p/:pledgeId/${move}`, async (visit, person) => {
      const pledgeId = visit.part('pledgeId');
      if (!isId('plg', pledgeId)) return nothingHere;
      return sendMove(
        context,
        visit,
        person,
        pledgeId,
        move,
        then === '' ? `/p/${pledgeId}` : `/p/${pledgeId}/${then}`,
      );
    });
}

async function sendMove(
  context: SignInContext,
  visit: Visit,
  person: SignedIn,
  pledgeId: Id<'plg'>,
  move: (typeof PERSON_MOVES)[number],
  to: string,
): Promise<Answer> {
  const back = `/p/${pledgeId}`;
  if (!isIdempotencyKey(visit.key)) return { kind: 'error', status: 400, toFix: [], retryHref: back };
  const answer = move === 'answer' ? await answerKind(context, visit, person, pledgeId) : undefined;
  if (answer === null) {
    const pick = both('选一个回答，再发出去。', 'Pick an answer, then send it.');
    return { kind: 'error', status: 422, toFix: [pick], retryHref: back };
  }
  const words = move === 'answer' ? visit.field('words') : null;
  const body = { ...(answer === undefined ? {} : { answer }), ...(words === null ? {} : { note: words }) };
  const said = await moveAsPerson(context, person, pledgeId, move, body, visit.key);
  return said.ok ? { kind: 'go', to } : refusedPage(said.code, back);
}

/** What the field says, for this kind of promise; null when it says nothing we know. */
async function answerKind(
  context: SignInContext,
  visit: Visit,
  person: SignedIn,
  pledgeId: Id<'plg'>,
): Promise<AnswerKind | null> {
  const picked = ANSWERS.find((one) => one === visit.field('answer'));
  if (picked === undefined) return null;
  const found = picked === 'already_done' ? await findPledge(context, person, pledgeId) : null;
  const kinds: Readonly<Record<AnswerOnPage, AnswerKind>> = {
    on_my_way: 'on_my_way',
    already_done: found !== null && deedOf(found.terms) === 'attend' ? 'was_there' : 'already_returned',
    wrong: 'this_is_wrong',
  };
  return kinds[picked];
}

/** A pledge that waits for the person's word: terms as they were decided, and two buttons. */
function offeredView(found: PledgeInFull, visit: Visit): AcceptView {
  const { pledge, terms, merchantName } = found;
  const path = `/p/${pledge.pledgeId}`;
  const order = { startsAt: pledge.startsAt };
  return {
    shell: visit.shell(terms.timezone),
    offer: {
      title: terms.title,
      merchantName: merchantName[visit.visitor.locale],
      merchantNote: null,
      deed: deedOf(terms),
    },
    ordinary:
      pledge.outcome === 'ordinary' || depositMinor(terms) === 0
        ? { terms: { kind: 'decline' }, target: visit.target(`${path}/decline`) }
        : ordinaryView(terms, visit.target(`${path}/decline`)),
    state: {
      kind: 'ask',
      ask: {
        terms: termsView(terms, order, pledge.offeredAt, pledge),
        consent: null,
        target: visit.target(`${path}/accept`),
      },
    },
  };
}

function doneState({ pledge, terms }: PledgeInFull, visit: Visit): AcceptState & { readonly kind: 'done' } {
  return {
    kind: 'done',
    agreedAt: pledge.acceptedAt ?? pledge.offeredAt,
    handoverCode: null,
    remindersHoursBefore: [],
    cancellation: pledge.state === 'accepted' ? cancellationOf(terms, pledge.startsAt, visit.now) : null,
    pledgeHref: `/p/${pledge.pledgeId}`,
    cancel: pledge.state === 'accepted' ? visit.target(`/p/${pledge.pledgeId}/cancel`) : null,
  };
}
