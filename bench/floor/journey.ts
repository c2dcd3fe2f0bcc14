// The write path in its bare shape: load in one round trip, decide in memory, write in one round trip.
import {
  type Id,
  idFromUuid,
  type IdSource,
  type Instant,
  present,
  uuidOf,
  wallClock,
} from '../../packages/troth/src/kernel/index.ts';
import {
  type Answer,
  BEGIN,
  beginInWorld,
  type Call,
  COMMIT,
  type HotConnection,
  type Row,
} from '../../packages/troth/src/platform/db/index.ts';
import type { Vault } from '../../packages/troth/src/platform/keys/index.ts';
import { BENCH_WORLD } from '../troth-world.ts';
import { type Born, detailFor, grantFor, leafFor, type LockedParty, timesOf } from './birth.ts';
import type { FeatureSet } from './features.ts';
import * as say from './statements.ts';
import { WriteLists } from './write-lists.ts';

/** One order. Hashes are 32 hex characters. */
export type OrderCommand = {
  readonly partyId: Id<'pty'>;
  readonly merchantId: Id<'pty'>;
  readonly orderNo: string;
  readonly keyHash: string;
  readonly bodyHash: string;
};

export type OrderAnswer = { readonly pledgeId: Id<'plg'>; readonly outcome: string; readonly grantedMinor: number };

export type FloorTools = { readonly features: FeatureSet; readonly vault: Vault; readonly ids: IdSource };

type Loaded = {
  readonly parties: ReadonlyMap<string, LockedParty>;
  /** Pledges by party and key: found, and added by the orders before. */
  readonly answers: Map<string, Id<'plg'>>;
  readonly consents: ReadonlyMap<string, string>;
  readonly takenNumbers: Set<string>;
};

const NO_CONSENT_NEEDED = '0'.repeat(32);

/** Runs a batch for the batcher; answers are in the order of the commands. */
export function floorJourney(tools: FloorTools) {
  const lockParties = say.lockPartiesFor(tools.features);
  return async (connection: HotConnection, commands: readonly OrderCommand[]): Promise<OrderAnswer[]> => {
    const { calls, read } = loading(tools, lockParties, commands);
    const { answers, writes } = decide(tools, commands, read(await connection.run(calls)));
    await connection.run(writes);
    return answers;
  };
}

/** The first round trip, and how its answers are read. */
function loading({ features, vault }: FloorTools, lockParties: Call[0], commands: readonly OrderCommand[]) {
  const parties = [...new Set(commands.map((of) => uuidOf(of.partyId)))].sort();
  const people = commands.map((of) => uuidOf(of.partyId));
  const merchants = commands.map((of) => uuidOf(of.merchantId));
  const begin = features.has('row_level_security') ? beginInWorld(BENCH_WORLD) : [BEGIN];
  const finds: Call[] = [
    [lockParties, parties],
    [say.FIND_ANSWERS, people, commands.map((of) => of.keyHash)],
  ];
  const places = { consents: -1, numbers: -1 };
  if (features.has('consent_lookup')) places.consents = finds.push([say.FIND_CONSENTS, people, merchants]) - 1;
  if (features.has('order_number'))
    places.numbers = finds.push([say.FIND_ORDER_NUMBERS, merchants, commands.map((of) => of.orderNo)]) - 1;
  const read = (answers: readonly Answer[]): Loaded => {
    const rowsOf = (place: number): readonly Row[] => answers[begin.length + place]?.rows ?? [];
    return {
      parties: new Map(
        rowsOf(0)
          .map((row) => partyFromRow(row, vault))
          .map((party) => [party.partyId, party]),
      ),
      answers: new Map(
        rowsOf(1).map(([party, key, pledge]) => [hex(party) + hex(key), idFromUuid('plg', pledge as string)]),
      ),
      consents: new Map(
        places.consents < 0
          ? []
          : rowsOf(places.consents).map(([party, merchant, consent]) => [hex(party) + hex(merchant), hex(consent)]),
      ),
      takenNumbers: new Set(
        places.numbers < 0 ? [] : rowsOf(places.numbers).map(([merchant, number]) => `${hex(merchant)} ${number}`),
      ),
    };
  };
  return { calls: [...begin, ...finds], read };
}

function hex(uuid: string | null | undefined): string {
  return (uuid as string).replaceAll('-', '');
}

function partyFromRow([id, openMinor, limitMinor, leafCount, wrappedHex]: Row, vault: Vault): LockedParty {
  const partyId = idFromUuid('pty', id as string);
  return {
    partyId,
    openMinor: Number(openMinor),
    limitMinor: Number(limitMinor),
    leafCount: Number(leafCount),
    key: wrappedHex == null ? null : vault.unwrapHex(BENCH_WORLD, partyId, wrappedHex),
  };
}

function decide(tools: FloorTools, commands: readonly OrderCommand[], loaded: Loaded) {
  const lists = new WriteLists();
  const times = timesOf(wallClock.now());
  const answers = commands.map((command) => {
    const known = loaded.answers.get(uuidOf(command.partyId) + command.keyHash);
    if (known !== undefined) return { pledgeId: known, outcome: 'full', grantedMinor: 0 };
    const party = present(loaded.parties.get(command.partyId), 'the_crowd_lives_in_this_world');
    const born = bear(tools, command, party, loaded, times.now);
    const { features, vault } = tools;
    const detail = detailFor(features, born, times);
    const leaf = leafFor(features, born, party, detail, times);
    const sealed = features.has('sealed_reasons')
      ? vault.seal(present(party.key, 'sealing_needs_a_key'), born.grant.reasons, born.pledgeId)
      : null;
    lists.add({ command, born, party, times, detail, leaf, sealed });
    return { pledgeId: born.pledgeId, outcome: born.grant.outcome, grantedMinor: born.grant.grantedMinor };
  });
  return { answers, writes: [...lists.calls(tools.features), COMMIT] };
}

/** Decides, reserves, names, and remembers for the orders behind. */
function bear(
  { features, ids }: FloorTools,
  command: OrderCommand,
  party: LockedParty,
  loaded: Loaded,
  now: Instant,
): Born {
  const { partyId, merchantId, orderNo, keyHash } = command;
  const [person, merchant] = [uuidOf(partyId), uuidOf(merchantId)];
  const consentId = features.has('consent_lookup') ? loaded.consents.get(person + merchant) : NO_CONSENT_NEEDED;
  if (features.has('order_number') && loaded.takenNumbers.has(`${merchant} ${orderNo}`))
    throw new Error('the benchmark never says an order number twice');
  loaded.takenNumbers.add(`${merchant} ${orderNo}`);
  const grant = grantFor(features, party);
  const pledgeId = ids.next('plg', now);
  party.openMinor += grant.grantedMinor;
  loaded.answers.set(person + keyHash, pledgeId);
  return {
    pledgeId,
    transferId: ids.next('trf', now),
    factId: ids.next('fct', now),
    merchantId,
    versionId: merchant,
    consentId: present(consentId, 'everybody_of_the_crowd_has_consented'),
    orderNo,
    grant,
  };
}
