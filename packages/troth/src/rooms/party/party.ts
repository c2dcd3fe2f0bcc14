/** A party: who can promise and be promised to. Its row is locked by every journey that touches it. */
import { addMinor, assert, type Currency, type Id } from '../../kernel/index.ts';

export type PartyKind = 'person' | 'merchant' | 'institution' | 'agent';
export type PartyLife = 'active' | 'suspended' | 'erased';

/**
 * As whose word what a party says of its own promises is recorded: a person's as theirs, a shop's as the promisor's, so that nobody
 * takes it for the word of the shop promised to.
 */
export function ownWordOf(kind: PartyKind): 'person' | 'promisor' {
  return kind === 'person' ? 'person' : 'promisor';
}

/** Money at risk in one currency: what may be open, what is, and what is charged and not paid. Minor units. */
export interface Exposure {
  readonly limitMinor: number;
  readonly openMinor: number;
  readonly unpaidMinor: number;
}

export type ExposureByCurrency = { readonly [C in Currency]?: Exposure };

/** The locked row, with the key unwrapped; `key` is null only for an erased party. */
export interface Party {
  readonly partyId: Id<'pty'>;
  readonly kind: PartyKind;
  readonly life: PartyLife;
  readonly key: Buffer | null;
  readonly leafCount: number;
  readonly openCount: number;
  readonly exposure: ExposureByCurrency;
}

/**
 * What a new person may have open at once, per currency: about the price of one good thing to borrow. Nobody's income raises it.
 * A currency that is not listed grants nothing until the operator's rulebook gives it a limit.
 */
export const STARTING_LIMITS_MINOR: { readonly [C in Currency]?: number } = {
  CNY: 500_000,
  EUR: 60_000,
  USD: 70_000,
  GBP: 55_000,
  JPY: 100_000,
  KWD: 200_000,
  BRL: 350_000,
};

export function startingExposure(): ExposureByCurrency {
  return Object.fromEntries(
    Object.entries(STARTING_LIMITS_MINOR).map(([currency, limitMinor]) => [
      currency,
      { limitMinor, openMinor: 0, unpaidMinor: 0 },
    ]),
  );
}

/** The exposure after `openMinor` more is granted (negative: released) and `unpaidMinor` more is owed. */
export function changeExposure(
  exposure: ExposureByCurrency,
  currency: Currency,
  openMinor: number,
  unpaidMinor: number,
): ExposureByCurrency {
  const before = exposure[currency] ?? { limitMinor: 0, openMinor: 0, unpaidMinor: 0 };
  const after = {
    limitMinor: before.limitMinor,
    openMinor: addMinor(before.openMinor, openMinor),
    unpaidMinor: addMinor(before.unpaidMinor, unpaidMinor),
  };
  assert(after.openMinor >= 0 && after.unpaidMinor >= 0, 'exposure_is_never_negative');
  assert(openMinor <= 0 || after.openMinor <= after.limitMinor, 'exposure_never_exceeds_the_limit');
  return { ...exposure, [currency]: after };
}
