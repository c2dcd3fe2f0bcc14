/** What a person puts beside what others recorded: their own words at a fact, and files. */
import { isId } from '../../kernel/index.ts';
import { answerAsPerson, contestAsPerson } from '../api/contest.ts';
import { isIdempotencyKey } from '../api/context.ts';
import { bringEvidence } from '../api/evidence-of-person.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { uploadedFile } from './upload.ts';
import { nothingHere, type Pages, refusedPage } from './visit.ts';
import { both } from './words-facts.ts';

export function mySideRoutes(pages: Pages, context: SignInContext): void {
  pages.postAsPerson('/p/:pledgeId/contest', async (visit, person) => {
    const pledgeId = visit.part('pledgeId');
    if (!isId('plg', pledgeId)) return nothingHere;
    const back = `/p/${pledgeId}/why`;
    const [factId, words] = [visit.field('subject') ?? '', visit.field('words')?.trim() ?? ''];
    if (!isIdempotencyKey(visit.key)) return { kind: 'error', status: 400, toFix: [], retryHref: back };
    const toFix = [
      ...(isId('fct', factId) ? [] : [both('选一件事。', 'Pick what is wrong.')]),
      ...(words === '' ? [both('用你自己的话写一句。', 'Say it in your own words.')] : []),
    ];
    if (!isId('fct', factId) || words === '') return { kind: 'error', status: 422, toFix, retryHref: back };
    const said = await contestAsPerson(context, person, factId, words, visit.key);
    return said.ok ? { kind: 'go', to: back } : refusedPage(said.code, back);
  });

  pages.postAsPerson('/p/:pledgeId/answer-dispute', async (visit, person) => {
    const pledgeId = visit.part('pledgeId');
    if (!isId('plg', pledgeId)) return nothingHere;
    const back = `/p/${pledgeId}`;
    const [disputeId, words] = [visit.field('dispute') ?? '', visit.field('words')?.trim() ?? ''];
    if (!isIdempotencyKey(visit.key)) return { kind: 'error', status: 400, toFix: [], retryHref: back };
    if (!isId('dsp', disputeId)) return nothingHere;
    if (words === '') {
      const toFix = [both('用你自己的话写一句。', 'Say it in your own words.')];
      return { kind: 'error', status: 422, toFix, retryHref: back };
    }
    const said = await answerAsPerson(context, person, disputeId, words, visit.key);
    return said.ok ? { kind: 'go', to: back } : refusedPage(said.code, back);
  });

  pages.uploadAsPerson('/p/:pledgeId/evidence', async (visit, person) => {
    const pledgeId = visit.part('pledgeId');
    if (!isId('plg', pledgeId)) return nothingHere;
    const back = `/p/${pledgeId}`;
    if (!isIdempotencyKey(visit.key)) return { kind: 'error', status: 400, toFix: [], retryHref: back };
    const file = uploadedFile(visit.request, 'file');
    const pick = both('选一个文件：图片、PDF 或文字。', 'Pick a file: a picture, a PDF or text.');
    if (file === null) return { kind: 'error', status: 422, toFix: [pick], retryHref: back };
    const brought = await bringEvidence(context, person, pledgeId, file, visit.key);
    if (brought.ok) return { kind: 'go', to: back };
    if (brought.reason === 'evidence_type_unknown')
      return { kind: 'error', status: 422, toFix: [pick], retryHref: back };
    return refusedPage(brought.reason, back);
  });
}
