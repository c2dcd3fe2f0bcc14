/**
 * Four weeks of ordinary life, so that a new sandbox has people about whom something can be said: they borrow, return, come to
 * their appointments, and one of them is sometimes late. All of it is ordered, accepted and returned over the public API while the
 * sandbox's clock moves.
 */
import { DAY_US, HOUR_US, type Instant, isoFromInstant, MINUTE_US } from '../kernel/index.ts';
import type { ReadyMadeOffer } from '../rooms/offer/index.ts';
import type { ApiCaller } from './api-caller.ts';

export const HISTORY_DAYS = 28;
const STOP_EVERY_DAYS = 2;

export interface SeededShop {
  readonly merchantId: string;
  readonly key: string;
  readonly offerIds: Readonly<Partial<Record<ReadyMadeOffer, string>>>;
}

export interface SeededPerson {
  readonly partyId: string;
  readonly session: string;
}

export interface History {
  readonly api: ApiCaller;
  readonly operatorKey: string;
  readonly shops: readonly SeededShop[];
  readonly people: readonly SeededPerson[];
  /** Where the clock stands. */
  readonly startsAt: Instant;
}

/** What one stop brings each person, in turn; the last person returns the camera late. */
const ERRANDS: readonly ReadyMadeOffer[] = ['umbrella', 'camera', 'cafe-table', 'clinic-desk'];
const LATE_PERSON = 3;
const LATE_ERRAND: ReadyMadeOffer = 'camera';

interface Order {
  readonly shop: SeededShop;
  readonly offerId: string;
  readonly errand: ReadyMadeOffer;
  readonly person: SeededPerson;
  readonly isLate: boolean;
  readonly name: string;
}

/** Lives the history; its last hour is an hour before its end. */
export async function seedHistory(history: History): Promise<void> {
  for (let day = 0; day < HISTORY_DAYS; day += STOP_EVERY_DAYS) await liveStop(history, day);
}

async function liveStop(history: History, day: number): Promise<void> {
  const at = history.startsAt + BigInt(day) * DAY_US;
  if (day > 0) await advanceTo(history, at);
  const orders = ordersOf(history, day / STOP_EVERY_DAYS);
  const pledges = await Promise.all(
    orders.map(async (order) => ({ order, pledgeId: await promise(history, order, at) })),
  );
  const appointments = pledges.filter(({ order }) => isAppointment(order.errand));
  await advanceTo(history, at + 2n * HOUR_US + 10n * MINUTE_US);
  for (const { order, pledgeId } of appointments) await fulfil(history, order, pledgeId);
  await advanceTo(history, at + 25n * HOUR_US);
  const rentals = pledges.filter(({ order }) => !isAppointment(order.errand));
  for (const { order, pledgeId } of rentals.filter(({ order }) => !order.isLate))
    await fulfil(history, order, pledgeId);
  await advanceTo(history, at + 47n * HOUR_US);
  for (const { order, pledgeId } of rentals.filter(({ order }) => order.isLate)) await fulfil(history, order, pledgeId);
}

function ordersOf({ shops, people }: History, stop: number): Order[] {
  return people.flatMap((person, at) => {
    const errand = ERRANDS[(stop + at) % ERRANDS.length] as ReadyMadeOffer;
    const shop = shops.find((one) => one.offerIds[errand] !== undefined);
    if (shop === undefined) return [];
    const isLate = at === LATE_PERSON && errand === LATE_ERRAND;
    return [{ shop, offerId: shop.offerIds[errand] as string, errand, person, isLate, name: `seed-${stop}-${at}` }];
  });
}

function isAppointment(errand: ReadyMadeOffer): boolean {
  return errand === 'cafe-table' || errand === 'clinic-desk';
}

/** The person promises by their own word; the shop hands over what is to be returned. */
async function promise({ api }: History, { person, shop, offerId, errand, name }: Order, at: Instant): Promise<string> {
  const startsAt = isAppointment(errand) ? { startsAt: isoFromInstant(at + 2n * HOUR_US) } : {};
  const body = { offerId, terms: 'trust', shownMinor: 0, ...startsAt };
  const { pledgeId } = (await api.post('/v1/me/pledges', person.session, body, name)) as { pledgeId: string };
  if (!isAppointment(errand)) await api.post(`/v1/pledges/${pledgeId}/begin`, shop.key, {}, name);
  return pledgeId;
}

/** It came back, or they came: the shop says so, and what was charged is paid at the desk. */
async function fulfil({ api }: History, { shop, name }: Order, pledgeId: string): Promise<void> {
  const done = (await api.post(`/v1/pledges/${pledgeId}/fulfil`, shop.key, {}, name)) as {
    charges: readonly { chargeId: string }[];
  };
  for (const { chargeId } of done.charges)
    await api.post(`/v1/pledges/${pledgeId}/charges/${chargeId}/mark-paid`, shop.key, {}, name);
}

function advanceTo({ api, operatorKey }: History, to: Instant): Promise<unknown> {
  return api.post('/v1/clock/advance', operatorKey, { toInstant: isoFromInstant(to) }, `seed-clock-${to}`);
}
