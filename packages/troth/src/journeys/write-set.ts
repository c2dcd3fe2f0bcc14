/**
 * Everything one batch is going to write. Commands decide in order and see what those before them changed; at the end each table
 * gets one statement, and all of it is committed together or not at all.
 */
import { assert, type Currency, type Id, type IdSource, type Instant, present } from '../kernel/index.ts';
import { type Call, COMMIT } from '../platform/db/index.ts';
import type { Vault } from '../platform/keys/index.ts';
import { type Fact, type FactRow, factContent, foldToJson, insertFacts, writeFolds } from '../rooms/conduct/index.ts';
import { type Consent, insertConsents } from '../rooms/consent/index.ts';
import { type Dispute, insertDisputes, updateDisputes } from '../rooms/dispute/index.ts';
import { insertTransfers, type Route, type Transfer, transferAlong } from '../rooms/ledger/index.ts';
import { commitment, leafKey, leafSecrets } from '../rooms/logbook/index.ts';
import { changeExposure, type Party, writeParties } from '../rooms/party/index.ts';
import { insertPledges, type Pledge, updatePledges } from '../rooms/pledge/index.ts';
import type { Fold } from '../rooms/score/index.ts';
import { type Charge, changeCharges, insertCharges } from '../rooms/settlement/index.ts';
import { insertStatements, type StatementRow } from './evidence-row.ts';
import { type AnswerBook, insertOrderNumbers } from './replay.ts';

/** What every journey is handed: where it is, what time it is there, keys, ids and chance. */
export interface World {
  readonly worldId: number;
  readonly now: Instant;
}

export interface Tools {
  readonly vault: Vault;
  readonly ids: IdSource;
}

type FactToRecord = Omit<Fact, 'factId' | 'leafSeq' | 'partyId'>;

export class WriteSet {
  readonly #world: World;
  readonly #tools: Tools;
  readonly #parties = new Map<Id<'pty'>, Party>();
  readonly #changedParties = new Set<Id<'pty'>>();
  readonly #born: { pledge: Pledge; reasonsSealed: Buffer | null }[] = [];
  readonly #moved = new Map<Id<'plg'>, Pledge>();
  readonly #facts: FactRow[] = [];
  readonly #transfers: Transfer[] = [];
  readonly #charges: Charge[] = [];
  readonly #changedCharges = new Map<Id<'chg'>, Charge>();
  readonly #openedDisputes: Dispute[] = [];
  readonly #movedDisputes = new Map<Id<'dsp'>, Dispute>();
  readonly #statements: StatementRow[] = [];
  readonly #folds = new Map<string, { partyId: Id<'pty'>; context: string; fold: Fold }>();
  readonly #consents: Consent[] = [];
  readonly #orderNumbers: { merchantId: Id<'pty'>; orderNo: string; partyId: Id<'pty'>; pledgeId: Id<'plg'> }[] = [];

  constructor(world: World, tools: Tools, parties: readonly Party[]) {
    this.#world = world;
    this.#tools = tools;
    for (const party of parties) this.#parties.set(party.partyId, party);
  }

  /** The party as the batch has left it so far; null when there is none in this world. */
  party(partyId: Id<'pty'>): Party | null {
    return this.#parties.get(partyId) ?? null;
  }

  /** Changes what is open and owed, and how many pledges are open. */
  changeParty(
    partyId: Id<'pty'>,
    currency: Currency,
    change: { openMinor: number; unpaidMinor: number; openCount: number },
  ): void {
    const party = present(this.party(partyId), 'party_is_locked');
    const exposure =
      change.openMinor === 0 && change.unpaidMinor === 0
        ? party.exposure
        : changeExposure(party.exposure, currency, change.openMinor, change.unpaidMinor);
    this.#setParty({ ...party, exposure, openCount: party.openCount + change.openCount });
  }

  /** Records a fact with its leaf; the party's key must be there. */
  record(partyId: Id<'pty'>, of: FactToRecord): Fact {
    const party = present(this.party(partyId), 'party_is_locked');
    const key = leafKey(present(party.key, 'an_erased_party_has_no_leaves'));
    const fact: Fact = {
      ...of,
      partyId,
      factId: this.#tools.ids.next('fct', this.#world.now),
      leafSeq: party.leafCount,
    };
    const { tag, opening } = leafSecrets(key, fact.leafSeq);
    this.#facts.push({ fact, tag, commitment: commitment(opening, factContent(this.#world.worldId, fact)) });
    this.#setParty({ ...party, leafCount: party.leafCount + 1 });
    return fact;
  }

  /** Plans a transfer and gives its id, so that the fact can name it. */
  transfer(
    route: Route,
    of: Omit<Transfer, 'transferId' | 'debitAccount' | 'creditAccount' | 'recordedAt'>,
    recordedAt: Instant,
  ): Transfer {
    const transfer = transferAlong(route, {
      ...of,
      transferId: this.#tools.ids.next('trf', this.#world.now),
      recordedAt,
    });
    this.#transfers.push(transfer);
    return transfer;
  }

  bear(pledge: Pledge, reasonsSealed: Buffer | null): void {
    this.#born.push({ pledge, reasonsSealed });
    if (pledge.orderNo !== null)
      this.#orderNumbers.push({
        merchantId: pledge.merchantId,
        orderNo: pledge.orderNo,
        partyId: pledge.partyId,
        pledgeId: pledge.pledgeId,
      });
  }

  move(pledge: Pledge): void {
    this.#moved.set(pledge.pledgeId, pledge);
  }

  raise(charge: Charge): void {
    this.#charges.push(charge);
  }

  /** A charge that was paid in part, or has ended. */
  changeCharge(charge: Charge): void {
    assert((charge.state === 'open') === (charge.settledAt === null), 'a_settled_charge_has_its_instant');
    this.#changedCharges.set(charge.chargeId, charge);
  }

  openDispute(dispute: Dispute): void {
    this.#openedDisputes.push(dispute);
  }

  moveDispute(dispute: Dispute): void {
    this.#movedDisputes.set(dispute.disputeId, dispute);
  }

  /** Words of either side or of the operator, in the transaction of the fact that names them. */
  say(statement: StatementRow): void {
    this.#statements.push(statement);
  }

  setFold(partyId: Id<'pty'>, context: string, fold: Fold): void {
    this.#folds.set(`${partyId}${context}`, { partyId, context, fold });
  }

  consent(consent: Consent): void {
    this.#consents.push(consent);
  }

  /** One statement per table, then commit. Nothing to write is a commit alone. */
  calls(answers: AnswerBook): Call[] {
    const { worldId } = this.#world;
    const calls: Call[] = answers.calls(worldId);
    if (this.#orderNumbers.length > 0) calls.push(insertOrderNumbers(worldId, this.#orderNumbers));
    if (this.#consents.length > 0) calls.push(insertConsents(worldId, this.#consents));
    if (this.#born.length > 0) calls.push(insertPledges(worldId, this.#born));
    if (this.#moved.size > 0) calls.push(updatePledges([...this.#moved.values()]));
    if (this.#charges.length > 0) calls.push(insertCharges(worldId, this.#charges));
    if (this.#changedCharges.size > 0) calls.push(changeCharges([...this.#changedCharges.values()]));
    if (this.#statements.length > 0) calls.push(insertStatements(this.#tools.vault, worldId, this.#statements));
    if (this.#openedDisputes.length > 0) calls.push(insertDisputes(worldId, this.#openedDisputes));
    if (this.#movedDisputes.size > 0) calls.push(updateDisputes([...this.#movedDisputes.values()]));
    if (this.#transfers.length > 0) calls.push(insertTransfers(worldId, this.#transfers));
    if (this.#facts.length > 0) calls.push(insertFacts(worldId, this.#facts));
    if (this.#folds.size > 0) {
      calls.push(
        writeFolds(
          worldId,
          [...this.#folds.values()].map(({ partyId, context, fold }) => ({
            partyId,
            context,
            buckets: foldToJson(fold),
          })),
        ),
      );
    }
    const changed = [...this.#changedParties].map((partyId) => this.#parties.get(partyId) as Party);
    if (changed.length > 0) calls.push(writeParties(changed));
    calls.push(COMMIT);
    return calls;
  }

  #setParty(party: Party): void {
    assert(party.openCount >= 0, 'open_pledges_are_never_negative');
    this.#parties.set(party.partyId, party);
    this.#changedParties.add(party.partyId);
  }
}
