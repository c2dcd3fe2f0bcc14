/** What the person says about a pledge of their own: each move is a form of its own, and then the page that shows what came of it. */
import { type Id, isId } from '../../kernel/index.ts';
import { cleanText, NOTE_LIMITS } from '../../platform/http/clean-text.ts';
import type { AnswerKind } from '../../rooms/pledge/index.ts';
import { isIdempotencyKey, requestKeyOf } from '../api/context.ts';
import { bringEvidence, keepNote } from '../api/evidence-of-person.ts';
import { moveAsPerson } from '../api/me.ts';
import { findPledge } from '../api/person-file.ts';
import { pathOfMove, type PERSON_MOVES, type PersonMoveBody } from '../api/move-bodies.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { deedOfPledge } from './deeds.ts';
import { type Answer as AnswerOnPage, ANSWERS } from './pledge-forms.ts';
import { uploadedFile } from './upload.ts';
import { type Answer, nothingHere, type Pages, refusedPage, type Visit } from './visit.ts';
import type { SignedIn } from './visitor.ts';
import { both } from './words-facts.ts';

type PersonMove = (typeof PERSON_MOVES)[number];

/** Where each form leads. A notice carries a file and has a route of its own. */
const MOVES: Readonly<Record<Exclude<PersonMove, 'notice'>, '' | '/agreed'>> = {
  accept: '/agreed',
  decline: '',
  confirm: '',
  extend: '',
  buy_out: '',
  declare: '',
  fulfil: '',
  release: '',
  cancel: '',
  answer: '',
  withdraw: '',
};

export function moveRoutes(pages: Pages, context: SignInContext): void {
  for (const [move, then] of Object.entries(MOVES) as [keyof typeof MOVES, string][])
    pages.postAsPerson(`/p/:pledgeId/${pathOfMove(move)}`, async (visit, person) => {
      const pledgeId = visit.part('pledgeId');
      if (!isId('plg', pledgeId)) return nothingHere;
      return sendMove(context, visit, person, pledgeId, move, `/p/${pledgeId}${then}`);
    });
  pages.uploadAsPerson('/p/:pledgeId/notice', (visit, person) => sendNotice(context, visit, person));
}

async function sendMove(
  context: SignInContext,
  visit: Visit,
  person: SignedIn,
  pledgeId: Id<'plg'>,
  move: PersonMove,
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
  const isAttend = found !== null && deedOfPledge(found.pledge, found.terms) === 'attend';
  const kinds: Readonly<Record<AnswerOnPage, AnswerKind>> = {
    on_my_way: 'on_my_way',
    already_done: isAttend ? 'was_there' : 'already_returned',
    wrong: 'this_is_wrong',
  };
  return kinds[picked];
}

/** The shop did not do what it owes: the person's words, and a file if they have one, are the evidence that a notice needs. */
async function sendNotice(context: SignInContext, visit: Visit, person: SignedIn): Promise<Answer> {
  const pledgeId = visit.part('pledgeId');
  if (!isId('plg', pledgeId)) return nothingHere;
  const back = `/p/${pledgeId}`;
  if (!isIdempotencyKey(visit.key)) return { kind: 'error', status: 400, toFix: [], retryHref: back };
  const words = cleanText(visit.field('words') ?? '', NOTE_LIMITS);
  if (!words.ok || words.value.trim() === '') {
    const write = both('用你自己的话写一句发生了什么。', 'Say in your own words what happened.');
    return { kind: 'error', status: 422, toFix: [write], retryHref: back };
  }
  if ((await findPledge(context, person, pledgeId)) === null) return nothingHere;
  const file = uploadedFile(visit.request, 'file');
  const brought = file === null ? null : await bringEvidence(context, person, pledgeId, file, visit.key);
  if (brought !== null && !brought.ok) return refusedPage(brought.reason, back);
  const { keyHash } = requestKeyOf(person.partyId, `notice ${pledgeId}`, visit.key, null);
  const note = await keepNote(context, person, pledgeId, words.value, keyHash);
  const evidenceIds = [note, brought?.value ?? null].filter((piece) => piece !== null);
  const body: PersonMoveBody = { evidenceIds };
  const said = await moveAsPerson(context, person, pledgeId, 'notice', body, visit.key);
  return said.ok ? { kind: 'go', to: back } : refusedPage(said.code, back);
}
