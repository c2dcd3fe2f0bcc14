/** Journeys on real PostgreSQL without a server around them: one world, seeded people, shops, offers, ids and keys. */
import { createHash } from 'node:crypto';
import {
  hmacSha256,
  type Id,
  type Instant,
  instantFromIso,
  isoFromInstant,
  present,
  seededBytes,
  seededIds,
} from '../kernel/index.ts';
import { type ColdDatabase, type HotConnection, openColdDatabase, openHotConnection } from '../platform/db/index.ts';
import { createMigratedDatabase } from '../platform/db/test-migrated.ts';
import { createVault } from '../platform/keys/index.ts';
import { compilePolicy } from '../rooms/admission/index.ts';
import { mostItCanCost, type OfferTerms, READY_MADE_OFFERS, type ReadyMadeOffer } from '../rooms/offer/index.ts';
import { type ConsentCommand, type ConsentRefusal, changeConsents } from './change-consent.ts';
import { enrolMerchant, enrolPerson } from './enrol.ts';
import type { MoveCommand } from './move-pledge.ts';
import type { OfferVersion, OfferVersions } from './offer-versions.ts';
import type { OpenCommand } from './open-pledge.ts';
import type { RequestKey } from './replay.ts';
import type { Tools, World } from './write-set.ts';

export const WORLD_ID = 1;
export const GROUND_NOW = present(instantFromIso('2026-11-22T04:18:00Z'), 'test_instant');

export interface Ground {
  readonly ownerUrl: string;
  readonly cold: ColdDatabase;
  readonly connection: HotConnection;
  readonly tools: Tools;
  readonly versions: OfferVersions;
  readonly people: readonly Id<'pty'>[];
  readonly shops: readonly Id<'pty'>[];
  readonly offers: readonly OfferVersion[];
  offer(readyMade: ReadyMadeOffer): OfferVersion;
  close(): Promise<void>;
}

export interface GroundPlan {
  readonly seed: number;
  readonly peopleCount: number;
  readonly shopCount: number;
  readonly readyMade: readonly ReadyMadeOffer[];
}

/** Everything by seed, down to keys and ids: two grounds of one plan differ in nothing. */
export async function openGround(plan: GroundPlan): Promise<Ground> {
  const database = await createMigratedDatabase();
  const cold = openColdDatabase(database.ownerUrl, 2);
  const chance = seededBytes(plan.seed);
  const vault = createVault(hmacSha256(Buffer.from('ground'), String(plan.seed)), chance);
  const tools: Tools = { vault, ids: seededIds(plan.seed) };
  await cold.beyondWorlds((client) =>
    client.query(
      `insert into worlds (world_id, name, mode, clock_at, log_origin, created_at) values ($1, 'ground', 'test', $2, 'ground', $2)`,
      [WORLD_ID, isoFromInstant(GROUND_NOW)],
    ),
  );
  const { people, shops } = await cold.within({ worldId: WORLD_ID }, async (client) => {
    const persons: Id<'pty'>[] = [];
    const merchants: Id<'pty'>[] = [];
    for (let i = 0; i < plan.peopleCount; i += 1) {
      const person = { name: `person ${i}`, contact: null, locale: 'en' as const };
      persons.push(await enrolPerson(client, tools, WORLD_ID, person, GROUND_NOW));
    }
    for (let i = 0; i < plan.shopCount; i += 1) {
      const name = { zh: `店 ${i}`, en: `shop ${i}` };
      merchants.push(await enrolMerchant(client, tools, WORLD_ID, name, GROUND_NOW));
    }
    return { people: persons, shops: merchants };
  });
  const offers = plan.readyMade.map((name, i) =>
    versionOf(tools, shops[i % shops.length] as Id<'pty'>, READY_MADE_OFFERS[name]),
  );
  const connection = await openHotConnection(database.ownerUrl);
  return {
    ownerUrl: database.ownerUrl,
    cold,
    connection,
    tools,
    people,
    shops,
    offers,
    versions: {
      get: (versionId) =>
        present(
          offers.find((offer) => offer.versionId === versionId),
          'version_is_known',
        ),
      load: async () => undefined,
    },
    offer: (name) => present(offers[plan.readyMade.indexOf(name)], 'offer_is_on_this_ground'),
    async close() {
      await connection.end().catch(() => undefined);
      await cold.close();
      await database.drop();
    },
  };
}

function versionOf(tools: Tools, merchantId: Id<'pty'>, terms: OfferTerms): OfferVersion {
  const policy = compilePolicy(terms.admission.rows);
  if (!policy.ok) throw new Error(policy.detail ?? policy.reason);
  return {
    versionId: tools.ids.next('ofv', GROUND_NOW),
    offerId: tools.ids.next('ofr', GROUND_NOW),
    merchantId,
    terms,
    policy: policy.value,
    ceilingMinor: mostItCanCost(terms, {}).ceilingMinor,
    purpose: terms.grants.length > 0 ? 'deposit_waiver' : 'appointment',
    budgetLeftMinor: () => terms.admission.lossBudget.amountMinor,
  };
}

/** A request told apart by its name; the same name with another body is a key used again. */
export function requestOf(name: string, body = name): RequestKey {
  const hex = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
  return { keyHash: hex(`key ${name}`), bodyHash: hex(`body ${body}`) };
}

export function worldAt(now: Instant): World {
  return { worldId: WORLD_ID, now };
}

/** An order of the merchant for an offer, to start in an hour where it must start at a time. */
export function orderOf(name: string, promisorId: Id<'pty'>, version: OfferVersion, now: Instant): OpenCommand {
  const attends = version.terms.obligations.some((obligation) => obligation.type === 'attend');
  return {
    request: requestOf(name),
    promisorId,
    promisorKind: 'person',
    version,
    speaker: { by: 'promisee' },
    orderNo: null,
    order: attends ? { startsAt: now + 3_600_000_000n } : {},
    effectiveAt: null,
  };
}

/** The same order in the person's own words: promised at once, with the consent in the same breath. */
export function promiseOf(name: string, promisorId: Id<'pty'>, version: OfferVersion, now: Instant): OpenCommand {
  const consent = {
    purpose: version.purpose,
    fields: ['conduct'],
    textVersion: `${version.purpose}/1`,
    expiresAt: now + 15_552_000_000_000n,
  };
  return {
    ...orderOf(name, promisorId, version, now),
    speaker: { by: 'promisor', choice: 'trust', shownMinor: 0, consent },
  };
}

export function moveOf(
  name: string,
  pledgeId: Id<'plg'>,
  mover: MoveCommand['mover'],
  move: MoveCommand['move'],
  at: Instant,
): MoveCommand {
  return { request: requestOf(name), pledgeId, mover, move, at };
}

/** Everybody consents to every offer. */
export async function consentToAll(ground: Ground, now: Instant): Promise<void> {
  const commands = ground.people.flatMap((partyId) =>
    ground.offers.map(
      ({ merchantId, purpose }): ConsentCommand => ({
        request: requestOf(`consent ${partyId} ${merchantId} ${purpose}`),
        partyId,
        change: {
          kind: 'give',
          merchantId,
          purpose,
          fields: ['conduct'],
          textVersion: `${purpose}/1`,
          expiresAt: now + 15_552_000_000_000n,
        },
      }),
    ),
  );
  const outcomes = await changeConsents(ground.connection, worldAt(now), ground.tools, commands);
  const refused = outcomes.flatMap((outcome): ConsentRefusal[] => (outcome.ok ? [] : [outcome.reason]));
  if (refused.length > 0) throw new Error(refused.join());
}
