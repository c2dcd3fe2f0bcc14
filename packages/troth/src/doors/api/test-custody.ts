/** Money in custody for tests: transfers as a journey writes them, and what the provider says of it. */
import { beginIn } from '../../journeys/begin.ts';
import { type Currency, type Id, type Instant, isoFromInstant } from '../../kernel/index.ts';
import { COMMIT } from '../../platform/db/index.ts';
import { insertTransfers, type Route, transferAlong } from '../../rooms/ledger/index.ts';
import { must, type Person, type Shop } from './test-story.ts';
import type { TestTroth } from './test-troth.ts';

interface Between {
  readonly shop: Shop;
  readonly person: Person;
  readonly pledgeId: Id<'plg'>;
}

/** Writes a transfer of the pledge, now. No fact names it, so only tests that do not audit may. */
export async function bookTransfer(
  troth: TestTroth,
  { shop, person, pledgeId }: Between,
  route: Route,
  amountMinor: number,
  currency: Currency,
): Promise<void> {
  const now = troth.installation.worlds.now(troth.worldId);
  const transfer = transferAlong(route, {
    transferId: troth.installation.tools.ids.next('trf', now),
    partyId: person.partyId,
    merchantId: shop.merchantId,
    pledgeId,
    amountMinor,
    currency,
    effectiveAt: now,
    recordedAt: now,
  });
  await troth.installation.exclusively((connection) =>
    connection.run([...beginIn(troth.worldId, [shop.merchantId]), insertTransfers(troth.worldId, [transfer]), COMMIT]),
  );
}

/** Posts a statement as the operator; `balanceAt` is now when it is left out. */
export async function stateCustody(
  troth: TestTroth,
  shop: Shop,
  balanceMinor: number,
  currency: Currency,
  { balanceAt, status = 201 }: { readonly balanceAt?: Instant; readonly status?: number } = {},
) {
  const body = {
    merchantId: shop.merchantId,
    currency,
    balanceMinor,
    balanceAt: isoFromInstant(balanceAt ?? troth.installation.worlds.now(troth.worldId)),
    suppliedBy: 'Bank of the Sandbox',
  };
  const reply = await troth.call('POST', '/v1/custody-statements', { token: troth.operatorKey, body });
  return must(reply, status, 'statement').body;
}
