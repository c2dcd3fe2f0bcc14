/** The page of a pledge and its forms. A pledge that the shop offered is read and accepted on an accept page of its own. */
import { isId } from '../../kernel/index.ts';
import { depositMinor } from '../../rooms/offer/index.ts';
import { openEvidence } from '../api/evidence-reads.ts';
import { findPledge, type PledgeInFull } from '../api/person-file.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { renderAccept } from './accept.ts';
import type { AcceptState, AcceptView } from './accept-view.ts';
import { deedOf } from './deeds.ts';
import { renderPledge } from './pledge.ts';
import { cancellationNow } from './read-actions.ts';
import { pledgeView } from './read-pledge.ts';
import { orderOfPledge } from './read-stages.ts';
import { programmeText } from './read-programme.ts';
import { ordinaryView, termsView } from './read-terms.ts';
import { whyView } from './read-why.ts';
import { tryMove } from './try-move.ts';
import { type Answer, nothingHere, type Pages, show, type Visit } from './visit.ts';
import type { SignedIn } from './visitor.ts';
import { renderWhy } from './why.ts';

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
}

/** A pledge that waits for the person's word: terms as they were decided, and two buttons. */
function offeredView(found: PledgeInFull, visit: Visit): AcceptView {
  const { pledge, terms, merchantName } = found;
  const path = `/p/${pledge.pledgeId}`;
  const order = orderOfPledge(pledge, terms);
  return {
    shell: visit.shell(terms.timezone),
    offer: {
      title: terms.title,
      merchantName: merchantName[visit.visitor.locale],
      merchantNote: programmeText(terms.programme, found.partnerNames, merchantName),
      deed: deedOf(terms),
    },
    ordinary:
      pledge.outcome === 'ordinary' || depositMinor(terms) === 0
        ? { terms: { kind: 'decline' }, target: visit.target(`${path}/decline`) }
        : ordinaryView(terms, order, visit.target(`${path}/decline`)),
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

function doneState(found: PledgeInFull, visit: Visit): AcceptState & { readonly kind: 'done' } {
  const { pledge, terms } = found;
  const canCancel = tryMove(pledge, terms, 'promisor', { name: 'cancel' }, visit.now) !== null;
  return {
    kind: 'done',
    agreedAt: pledge.acceptedAt ?? pledge.offeredAt,
    handoverCode: null,
    remindersHoursBefore: [],
    cancellation: canCancel ? cancellationNow(found, visit) : null,
    pledgeHref: `/p/${pledge.pledgeId}`,
    cancel: canCancel ? visit.target(`/p/${pledge.pledgeId}/cancel`) : null,
  };
}
