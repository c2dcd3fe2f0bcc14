/** Puts the accept page together from what is true now. Reading it writes nothing and reserves nothing. */
import { type Id, type Instant, instantFromIso, isId, uuidOf } from '../../kernel/index.ts';
import { bornObligations, type BothTexts, depositMinor, type OrderTimes } from '../../rooms/offer/index.ts';
import { currentConsentText, isPurpose } from '../../rooms/rulebook/index.ts';
import { previewAdmission, readOwnParty } from '../api/my-admission.ts';
import { findRunningConsent } from '../api/person-consents.ts';
import { readPartnerNames } from '../api/shop-names.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import type { CurrentOffer } from '../installation/index.ts';
import { standardConsent } from './accept-parts.ts';
import type { AcceptState, AcceptView, ConsentView, OfferCard, PromiseAsk } from './accept-view.ts';
import { offerChanges } from './offer-changes.ts';
import { deedOf } from './deeds.ts';
import { type PartnerNames, programmeText } from './read-programme.ts';
import { isoOfStart } from './read-stages.ts';
import { asksForAmount, givesOf, type OrderAsked, ordinaryView, orderOf, termsView } from './read-terms.ts';
import { readPeople } from './read-people.ts';
import type { SignedIn } from './visitor.ts';
import type { Visit } from './visit.ts';

export interface OfferOnPage {
  readonly offer: CurrentOffer;
  readonly merchantName: BothTexts;
  readonly merchantState: 'active' | 'suspended';
  readonly partnerNames: PartnerNames;
}

/** The offer in the visitor's world, or, for whoever has not signed in, in any test world beside it. */
export async function findOffer(context: SignInContext, visit: Visit, offerId: string): Promise<OfferOnPage | null> {
  if (!isId('ofr', offerId)) return null;
  const { worldId } = visit.visitor;
  const offer = await context.installation.catalog.find(worldId, offerId);
  if (offer === null) return null;
  const { rows } = await context.installation.cold.within({ worldId }, (client) =>
    client.query<{ name: BothTexts; state: 'active' | 'suspended' }>(
      'select name, state from merchants where merchant_id = $1',
      [uuidOf(offer.merchantId)],
    ),
  );
  const merchant = rows[0];
  if (merchant === undefined) return null;
  const partnerNames = await readPartnerNames(context, worldId, [offer.version.terms]);
  return { offer, merchantName: merchant.name, merchantState: merchant.state, partnerNames };
}

/** What was read when the form was sent, for telling what has changed since. */
export interface WhatWasShown {
  readonly versionId: string | null;
  readonly grantedMinor: number | null;
}

/** The start that the address or the form names; an impossible one counts as none. */
export function startOf(text: string | null): Instant | null {
  return text === null ? null : instantFromIso(text);
}

function cardOf(found: OfferOnPage, visit: Visit): OfferCard {
  const { terms } = found.offer.version;
  return {
    title: terms.title,
    merchantName: found.merchantName[visit.visitor.locale],
    merchantNote: programmeText(terms.programme, found.partnerNames, found.merchantName),
    deed: deedOf(terms),
  };
}

/** The amount that the address or the form names, in minor units; an impossible one counts as none. */
export function amountOf(text: string | null): number | null {
  return text !== null && /^[1-9][0-9]{0,12}$/.test(text) ? Number(text) : null;
}

export async function acceptView(
  context: SignInContext,
  visit: Visit,
  found: OfferOnPage,
  asked: OrderAsked,
  shown: WhatWasShown,
): Promise<AcceptView> {
  const { terms } = found.offer.version;
  const path = `/a/${found.offer.offerId}`;
  const order = orderOf(terms, visit.now, asked);
  return {
    shell: visit.shell(terms.timezone),
    offer: cardOf(found, visit),
    ordinary: ordinaryView(terms, order, visit.target(`${path}/ordinary`)),
    state: await stateOf(context, visit, found, order, shown),
  };
}

async function stateOf(
  context: SignInContext,
  visit: Visit,
  found: OfferOnPage,
  order: OrderTimes,
  shown: WhatWasShown,
): Promise<AcceptState> {
  const { offer } = found;
  const { terms } = offer.version;
  if (offer.state !== 'withdrawn' && asksForAmount(terms) && order.amountMinor === undefined)
    return { kind: 'amount_missing' };
  if (offer.state === 'withdrawn' || !bornObligations(terms, order, visit.now).ok) return { kind: 'expired_code' };
  if (found.merchantState === 'suspended') return { kind: 'merchant_suspended' };
  const { person } = visit.visitor;
  if (person === null) {
    const signIn = await readPeople(
      context,
      visit,
      visit.request.method === 'GET' ? visit.request.url : `/a/${offer.offerId}`,
    );
    return { kind: 'sign_in', terms: termsView(terms, order, visit.now, null), signIn };
  }
  const party = await readOwnParty(context, person);
  // Whoever cannot promise anything now has ordinary terms like everybody.
  const decision =
    party === null || party.life !== 'active'
      ? { outcome: 'ordinary' as const, grantedMinor: 0, depositMinor: depositMinor(terms) }
      : (await previewAdmission(context, person, party, offer.version)).decision;
  if (decision.outcome === 'ordinary')
    return {
      kind: 'refused',
      terms: termsView(terms, order, visit.now, decision),
      whyHref: `/a/${offer.offerId}/why`,
      askPerson: null,
    };
  const ask = await askOf(context, visit, person, found, order, decision);
  const money = (amountMinor: number) => ({ amountMinor, currency: terms.currency });
  if (shown.versionId !== null && shown.versionId !== offer.version.versionId) {
    const before = await readVersion(context, visit, offer, shown.versionId);
    const changes = before === null ? [] : offerChanges(before, terms);
    if (changes.length > 0) return { kind: 'offer_changed', changes, ask };
  }
  if (shown.grantedMinor !== null && decision.grantedMinor < shown.grantedMinor)
    return {
      kind: 'terms_changed',
      shownWaived: money(shown.grantedMinor),
      grantedWaived: money(decision.grantedMinor),
      ask,
    };
  return { kind: 'ask', ask };
}

/** An older version of the same offer; null for anything else. */
async function readVersion(context: SignInContext, visit: Visit, offer: CurrentOffer, versionId: string) {
  if (!isId('ofv', versionId)) return null;
  const { rows } = await context.installation.cold.within({ worldId: visit.visitor.worldId }, (client) =>
    client.query<{ terms: typeof offer.version.terms }>(
      'select terms from offer_versions where version_id = $1 and offer_id = $2',
      [uuidOf(versionId as Id<'ofv'>), uuidOf(offer.offerId)],
    ),
  );
  return rows[0]?.terms ?? null;
}

async function askOf(
  context: SignInContext,
  visit: Visit,
  person: SignedIn,
  found: OfferOnPage,
  order: OrderTimes,
  decision: Parameters<typeof termsView>[3] & { readonly grantedMinor: number },
): Promise<PromiseAsk> {
  const { offer } = found;
  const start = isoOfStart(order);
  const hidden: (readonly [string, string])[] = [
    ['shown_minor', String(decision.grantedMinor)],
    ['version', offer.version.versionId],
    ...(start === null ? [] : ([['starts', start]] as const)),
    ...(order.amountMinor === undefined ? [] : ([['amount', String(order.amountMinor)]] as const)),
  ];
  return {
    terms: termsView(offer.version.terms, order, visit.now, decision),
    consent: await consentView(context, visit, person, found),
    target: visit.target(`/a/${offer.offerId}/promise`, hidden),
  };
}

/** The text to agree to, from the rulebook; null when the person agreed to it before and it still runs. */
async function consentView(
  context: SignInContext,
  visit: Visit,
  person: SignedIn,
  { offer, merchantName }: OfferOnPage,
): Promise<ConsentView | null> {
  const { purpose, terms } = offer.version;
  if (!isPurpose(purpose)) return null;
  if ((await findRunningConsent(context, person, offer.merchantId, purpose)) !== null) return null;
  const text = currentConsentText(purpose);
  const title = standardConsent(merchantName[visit.visitor.locale], givesOf(terms), text.text);
  return { value: text.version, ...title };
}
