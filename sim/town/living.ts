/** A town while it lives: who is who in the API, what is still to be done, and what has been counted so far. */
import type { Item } from '../api-caller.ts';
import type { ChargeRaised, PersonDoor, ShopDoor, SimApi } from '../api-client.ts';
import type { Agenda } from './agenda.ts';
import type { TownPlan } from './plan.ts';
import type { Tally } from './tally.ts';
import type { Trade } from './trades.ts';
import type { Visit } from './visit.ts';

export interface SettledTown {
  readonly shops: readonly ShopDoor[];
  readonly people: readonly PersonDoor[];
}

/** A pledge of the town that has been accepted. */
export interface Running {
  readonly visit: Visit;
  readonly trade: Trade;
  readonly shop: ShopDoor;
  readonly person: PersonDoor;
  readonly pledgeId: string;
}

/** Something somebody will do at a stop: write a deed down, give notice, answer one, decide after the answer, pay a charge. */
export interface Errand extends Running {
  readonly kind: 'deed' | 'notice' | 'answer' | 'decision' | 'payment';
  /** What a payment pays. */
  readonly charges: readonly ChargeRaised[];
}

export interface Counts {
  visits: number;
  pledges: number;
  full: number;
  partial: number;
  ordinary: number;
  walkedAway: number;
  notices: number;
  answers: number;
  charges: number;
  paid: number;
  broken: number;
}

export interface Living {
  readonly api: SimApi;
  readonly plan: TownPlan;
  readonly town: SettledTown;
  readonly agenda: Agenda<Errand>;
  readonly tally: Tally;
  readonly counts: Counts;
  /** Who has been at a shop with a counter, by person and merchant: the shop enters their next order itself. */
  readonly known: Set<string>;
  /** How a shop names a person it knows, as far as it was asked. */
  readonly referenceOf: Map<string, string>;
  /** What the API refused, by reason; a thing brought back after its pledge was over is here. */
  readonly refused: Map<string, number>;
}

/** How many people speak at the same time: about all who set out at one stop, so that the server may take them together. */
export const VOICES = 128;

/** The value of an item, or null after its refusal was counted. */
export function taken<T>(living: Living, item: Item<T>): T | null {
  if (item.ok) return item.value;
  living.refused.set(item.reason, (living.refused.get(item.reason) ?? 0) + 1);
  return null;
}

/** Lets each shop work on its own items, all shops at once. */
export async function byShop<T extends { readonly shop: ShopDoor }>(
  items: readonly T[],
  work: (shop: ShopDoor, group: readonly T[]) => Promise<void>,
): Promise<void> {
  const groups = Map.groupBy(items, (item) => item.shop);
  await Promise.all([...groups].map(([shop, group]) => work(shop, group)));
}
