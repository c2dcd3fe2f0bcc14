/** What the person may do now: each move of the table that would succeed at this moment, and nothing else. */
import { isoFromInstant } from '../../kernel/index.ts';
import { localTimeText, spanOfMinutes } from '../../rooms/offer/index.ts';
import { findCurrent, isToReach, type Said } from '../../rooms/pledge/index.ts';
import type { PledgeInFull } from '../api/person-file.ts';
import { deedOfPledge, isOfTheShop } from './deeds.ts';
import type { FormTarget } from './forms.ts';
import type { Cancellation, PledgeActions } from './pledge-view.ts';
import { leavingWorking } from './read-clawback.ts';
import { cancellationOf } from './read-terms.ts';
import { inBoth } from './texts.ts';
import { chargedBy, tryMove } from './try-move.ts';
import type { Visit } from './visit.ts';
import { claimText } from './words-facts.ts';

export function actionsOf(found: PledgeInFull, visit: Visit): PledgeActions {
  const { pledge, terms, facts } = found;
  const path = `/p/${pledge.pledgeId}`;
  const attempt = (said: Said) => tryMove(pledge, terms, 'promisor', said, visit.now);
  const formOf = (said: Said): FormTarget | null =>
    attempt(said) === null ? null : visit.target(`${path}/${said.name}`);
  const deed = deedOfPledge(pledge, terms);
  // Of what the person owes, the shop is the one to say that it was done.
  const ofTheShop = (form: FormTarget | null) => (isOfTheShop(deed) ? form : null);
  const notice = ofTheShop(formOf({ name: 'notice', evidenceCount: 1, claimMinor: null }));
  return {
    declare: formOf({ name: 'declare', evidenceCount: 0 }),
    receive: ofTheShop(formOf({ name: 'fulfil', effectiveAt: null })),
    notice: notice && { target: notice, claim: claimText(terms, deed) },
    withdraw: ofTheShop(formOf({ name: 'withdraw' })),
    release: isOfTheShop(deed) ? releaseOf(found, visit) : null,
    confirm: formOf({ name: 'confirm', confirmedCount: facts.filter(({ kind }) => kind === 'confirmed').length }),
    extend: extendOf(found, visit),
    buyOut: buyOutOf(found, visit),
    cancel: formOf({ name: 'cancel' }),
    cancellation: cancellationNow(found, visit),
    answer: formOf({ name: 'answer', answer: 'on_my_way' }),
    evidence: visit.target(`${path}/evidence`),
    repair: null,
    askPerson: null,
  };
}

/** The offer’s own step, while an extension is left and the grace runs. */
function extendOf({ pledge, terms }: PledgeInFull, visit: Visit): PledgeActions['extend'] {
  const effect = tryMove(pledge, terms, 'promisor', { name: 'extend' }, visit.now);
  if (effect === null) return null;
  const { dueAt } = effect.pledge;
  const label = inBoth((locale) => {
    const span = spanOfMinutes(terms.extension?.stepMinutes ?? 0, locale);
    const until = localTimeText(terms.timezone, dueAt, locale);
    return locale === 'zh' ? `${span}，到 ${until}` : `${span}, to ${until}`;
  });
  return { target: visit.target(`/p/${pledge.pledgeId}/extend`), options: [{ value: isoFromInstant(dueAt), label }] };
}

function releaseOf({ pledge, terms }: PledgeInFull, visit: Visit): PledgeActions['release'] {
  const effect = tryMove(pledge, terms, 'promisor', { name: 'release' }, visit.now);
  if (effect === null) return null;
  const backMinor = effect.held.reduce(
    (sum, { what, amountMinor }) => sum + (what === 'escrow_refund' ? amountMinor : 0),
    0,
  );
  const back = backMinor === 0 ? null : { amountMinor: backMinor, currency: pledge.currency };
  return { target: visit.target(`/p/${pledge.pledgeId}/release`), back };
}

function buyOutOf({ pledge, terms }: PledgeInFull, visit: Visit): PledgeActions['buyOut'] {
  const effect = tryMove(pledge, terms, 'promisor', { name: 'buy_out' }, visit.now);
  const { buyOut } = terms.consequences;
  if (effect === null || buyOut === undefined) return null;
  const { currency } = pledge;
  return {
    target: visit.target(`/p/${pledge.pledgeId}/buy-out`),
    price: { amountMinor: buyOut.priceMinor, currency },
    total: { amountMinor: chargedBy(effect), currency },
  };
}

/** What calling it off costs now, as settlement would charge it. */
export function cancellationNow(found: PledgeInFull, { now }: Pick<Visit, 'now'>): Cancellation {
  const { pledge, terms } = found;
  const effect = tryMove(pledge, terms, 'promisor', { name: 'cancel' }, now);
  if (effect === null || !isToReach(findCurrent(pledge))) return cancellationOf(terms, pledge.startsAt, now);
  const backMinor = chargedBy(effect);
  return {
    kind: 'leaving',
    back: { amountMinor: backMinor, currency: pledge.currency },
    working: leavingWorking(found, backMinor, now),
  };
}
