/**
 * In a test world somebody who tries Troth alone plays the shop too. The moves are the shop's own, through the same journey and with
 * the same rules; a notice brings its piece of evidence. A live world has no such door.
 */
import { type Id, idFromUuid, sha256Hex, uuidOf } from '../../kernel/index.ts';
import type { Pledge } from '../../rooms/pledge/index.ts';
import type { Charge } from '../../rooms/settlement/index.ts';
import { type ApiContext, type MerchantPrincipal, nowOf } from './context.ts';
import { insertEvidence } from '../../journeys/evidence-row.ts';
import { type AskedByMerchant, moveAsMerchant, settle } from './merchant-says.ts';
import type { ProblemCode } from './problems.ts';

const WHAT_IT_SAYS = {
  notice: '沙箱里的店家说没有守约。The shop of the sandbox says that it was not kept.',
  declare: '沙箱里的店家说已经做了。The shop of the sandbox says that it was done.',
} as const;

/** What the shop says beside the name of the move; a notice and a delivery bring their evidence by themselves. */
export type SaidByShop = Omit<AskedByMerchant, 'pledgeId' | 'evidenceIds'>;

/** One move of the shop; null when it is done. */
export async function playShop(
  context: ApiContext,
  worldId: number,
  pledge: Pledge,
  said: SaidByShop,
  key: string,
): Promise<ProblemCode | null> {
  if (context.installation.worlds.find(worldId)?.mode !== 'test') return 'test_worlds_only';
  const { pledgeId } = pledge;
  const shop = asShop(context, worldId, pledge.merchantId);
  const { move } = said;
  const evidence =
    move === 'notice' || move === 'declare'
      ? { evidenceIds: [await supplyEvidence(context, worldId, pledge, WHAT_IT_SAYS[move], key)] }
      : {};
  const answered = await moveAsMerchant(context, shop, { ...said, pledgeId, ...evidence }, key);
  return 'code' in answered ? answered.code : null;
}

/** The shop has been paid, whatever was open; null when it is done. */
export async function collectAsShop(
  context: ApiContext,
  worldId: number,
  charges: readonly Charge[],
  key: string,
): Promise<ProblemCode | null> {
  if (context.installation.worlds.find(worldId)?.mode !== 'test') return 'test_worlds_only';
  for (const { chargeId, merchantId, pledgeId, state } of charges) {
    if (state !== 'open') continue;
    const answered = await settle(context, asShop(context, worldId, merchantId), pledgeId, chargeId, 'collected', key);
    if ('code' in answered) return answered.code;
  }
  return null;
}

function asShop(context: ApiContext, worldId: number, merchantId: Id<'pty'>): MerchantPrincipal {
  const keyId = context.installation.tools.ids.next('key', nowOf(context, worldId));
  return { kind: 'merchant', worldId, merchantId, keyId, scopes: ['pledges:write'] };
}

/** The same form sent twice supplies one piece. */
async function supplyEvidence(
  context: ApiContext,
  worldId: number,
  pledge: Pledge,
  words: string,
  key: string,
): Promise<Id<'evd'>> {
  const { cold, vault } = context.installation;
  const { partyId, merchantId, pledgeId } = pledge;
  const evidenceId = idFromUuid('evd', sha256Hex(`sandbox shop ${pledgeId} ${key}`).slice(0, 32));
  const now = nowOf(context, worldId);
  const said = { mediaType: 'text/plain', suppliedBy: 'merchant', effectiveAt: now, recordedAt: now } as const;
  await cold.within({ worldId, merchantIds: [uuidOf(merchantId)] }, async (client) => {
    const { rows } = await client.query<{ wrapped_key: Buffer }>(
      'select wrapped_key from parties where party_id = $1',
      [uuidOf(partyId)],
    );
    const wrapped = rows[0]?.wrapped_key;
    if (wrapped === undefined) return;
    const row = { ...said, evidenceId, partyId, merchantId, pledgeId };
    await insertEvidence(client, vault, worldId, vault.unwrap(worldId, partyId, wrapped), row, Buffer.from(words));
  });
  return evidenceId;
}
