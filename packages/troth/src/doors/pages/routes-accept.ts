/** The accept page: read it, promise, or take ordinary terms. */
import type { Id } from '../../kernel/index.ts';
import { renderReasons } from '../../rooms/admission/index.ts';
import { isIdempotencyKey } from '../api/context.ts';
import { promise } from '../api/me.ts';
import { previewAdmission, readOwnParty } from '../api/my-admission.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { renderAccept } from './accept.ts';
import { acceptView, amountOf, findOffer, type OfferOnPage, startOf } from './read-accept.ts';
import { ordinaryView } from './read-terms.ts';
import { decisionView } from './read-decision.ts';
import { type Answer, nothingHere, type Pages, refusedPage, show, type Visit } from './visit.ts';
import type { SignedIn } from './visitor.ts';
import { renderWhy } from './why.ts';
import { both } from './words-facts.ts';

const NOTHING_SHOWN = { versionId: null, grantedMinor: null };

export function acceptRoutes(pages: Pages, context: SignInContext): void {
  const withOffer = async (visit: Visit, work: (found: OfferOnPage) => Promise<Answer>): Promise<Answer> => {
    const found = await findOffer(context, visit, visit.part('offerId'));
    return found === null ? nothingHere : work(found);
  };

  pages.get('/a/:offerId', (visit) =>
    withOffer(visit, async (found) => {
      const shown = { versionId: visit.query('version'), grantedMinor: null };
      const asked = { startsAt: startOf(visit.query('starts')), amountMinor: amountOf(visit.query('amount')) };
      return show(renderAccept(await acceptView(context, visit, found, asked, shown)));
    }),
  );

  // Ordinary terms change nothing, so that they work for everybody, signed in or not.
  const ordinary = (visit: Visit) =>
    withOffer(visit, async (found) => {
      const view = await acceptView(context, visit, found, { startsAt: null, amountMinor: null }, NOTHING_SHOWN);
      const terms = ordinaryView(found.offer.version.terms, {}, visit.target(visit.request.url));
      return show(renderAccept({ ...view, ordinary: terms, state: { kind: 'ordinary_done' } }));
    });
  pages.get('/a/:offerId/ordinary', ordinary);
  pages.post('/a/:offerId/ordinary', async (visit) => ({ kind: 'go', to: `/a/${visit.part('offerId')}/ordinary` }));

  pages.getAsPerson('/a/:offerId/why', (visit, person) =>
    withOffer(visit, async ({ offer }) => {
      const party = await readOwnParty(context, person);
      if (party === null || party.life !== 'active') return nothingHere;
      const { reasons } = await previewAdmission(context, person, party, offer.version);
      const says = offer.version.terms.admission.rows.map((row) => row.say);
      const decision = decisionView(renderReasons(reasons, says, 'zh'), renderReasons(reasons, says, 'en'));
      return show(
        renderWhy({
          shell: visit.shell(offer.version.terms.timezone),
          backHref: `/a/${offer.offerId}`,
          decision,
          facts: [],
          number: null,
          looks: null,
          contest: null,
          evidence: null,
          askPerson: null,
        }),
      );
    }),
  );

  pages.postAsPerson('/a/:offerId/promise', (visit, person) =>
    withOffer(visit, (found) => sendPromise(context, visit, person, found)),
  );
}

async function sendPromise(
  context: SignInContext,
  visit: Visit,
  person: SignedIn,
  found: OfferOnPage,
): Promise<Answer> {
  const path = `/a/${found.offer.offerId}`;
  const shown = { versionId: visit.field('version'), grantedMinor: Number(visit.field('shown_minor')) };
  const [starts, consent, amount] = [visit.field('starts'), visit.field('consent'), visit.field('amount')];
  const amountMinor = amountOf(amount);
  const isWhole = isIdempotencyKey(visit.key) && shown.versionId !== null && Number.isSafeInteger(shown.grantedMinor);
  if (!isWhole || shown.grantedMinor < 0) return { kind: 'error', status: 400, toFix: [], retryHref: path };
  const said = await promise(
    context,
    person,
    {
      offerId: found.offer.offerId,
      terms: 'trust',
      shownMinor: shown.grantedMinor,
      versionId: shown.versionId ?? '',
      ...(starts === null ? {} : { startsAt: starts }),
      ...(amountMinor === null ? {} : { amountMinor }),
      ...(consent === null ? {} : { consent: { textVersion: consent } }),
    },
    visit.key,
  );
  if (said.ok) return { kind: 'go', to: `/p/${(said.body as { pledgeId: Id<'plg'> }).pledgeId}/agreed` };
  switch (said.code) {
    case 'granted_less_than_shown':
    case 'offer_has_changed':
      return show(
        renderAccept(await acceptView(context, visit, found, { startsAt: startOf(starts), amountMinor }, shown)),
      );
    case 'consent_missing':
    case 'consent_text_unknown':
      return {
        kind: 'error',
        status: 422,
        toFix: [both('先看一遍要同意的内容，勾上再答应。', 'Read what you agree to, tick it, then promise.')],
        retryHref: path,
      };
    default:
      return refusedPage(said.code, path);
  }
}
