// What a batch is going to write: one list of rows for each table, one statement for each list.
import { uuidOf } from '../../packages/troth/src/kernel/index.ts';
import type { Call } from '../../packages/troth/src/platform/db/index.ts';
import { type Born, depositOf, type Leaf, type LockedParty, type Times } from './birth.ts';
import type { FeatureSet } from './features.ts';
import type { OrderCommand } from './journey.ts';
import * as say from './statements.ts';

type Value = string | number | bigint | Buffer | null;
type Rows = Value[][];

export type Written = {
  readonly command: OrderCommand;
  readonly born: Born;
  readonly party: LockedParty;
  readonly times: Times;
  readonly detail: string;
  readonly leaf: Leaf;
  readonly sealed: Buffer | null;
};

export class WriteLists {
  readonly #answers: Rows = [];
  readonly #orderNumbers: Rows = [];
  readonly #pledges: Rows = [];
  readonly #transfers: Rows = [];
  readonly #facts: Rows = [];
  readonly #parties = new Set<LockedParty>();

  /** One order's rows; the party gains a fact. */
  add({ command, born, party, times, detail, leaf, sealed }: Written): void {
    const [person, merchant, pledge] = [uuidOf(party.partyId), uuidOf(born.merchantId), uuidOf(born.pledgeId)];
    const { outcome, grantedMinor } = born.grant;
    this.#answers.push([person, command.keyHash, command.bodyHash, pledge]);
    this.#orderNumbers.push([merchant, born.orderNo, person, pledge]);
    this.#pledges.push([
      ...[pledge, person, merchant, born.versionId, 'offered', outcome, 'CNY', grantedMinor, depositOf(born.grant)],
      ...[times.now, times.dueAt, times.obligations, sealed],
    ]);
    this.#transfers.push([uuidOf(born.transferId), person, pledge, 'promisor_limit', 'shop_exposure', grantedMinor]);
    this.#facts.push([
      ...[uuidOf(born.factId), person, pledge, 'offered', times.now, detail, party.leafCount],
      ...[leaf.tag, leaf.commitment],
    ]);
    party.leafCount += 1;
    this.#parties.add(party);
  }

  calls(features: FeatureSet): Call[] {
    if (this.#pledges.length === 0) return [];
    const parties = [...this.#parties];
    return [
      [say.INSERT_ANSWERS, this.#answers],
      ...(features.has('order_number') ? [[say.INSERT_ORDER_NUMBERS, this.#orderNumbers] as const] : []),
      [say.INSERT_PLEDGES, this.#pledges],
      [say.INSERT_TRANSFERS, this.#transfers],
      [say.INSERT_FACTS, this.#facts],
      [
        say.WRITE_PARTIES,
        parties.map((party) => uuidOf(party.partyId)),
        parties.map((party) => party.openMinor),
        parties.map((party) => party.leafCount),
      ],
    ];
  }
}
