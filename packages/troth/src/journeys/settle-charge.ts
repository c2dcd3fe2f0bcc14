/** A charge ends once: the merchant marks it collected (paid elsewhere) or lets it go. Books, unpaid amount and file move together. */
import { assert, type Id, type Outcome, ok, present, refuse } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import type { Fact } from '../rooms/conduct/index.ts';
import { lockPartiesOfPledges, partyFromRow } from '../rooms/party/index.ts';
import { findPledges, pledgesFromRows } from '../rooms/pledge/index.ts';
import { type Charge, chargeFromRow, findChargesOfPledges } from '../rooms/settlement/index.ts';
import { beginAboutPledges } from './begin.ts';
import { chargeDetail } from './fact-detail.ts';
import { AnswerBook, findAnswers, type RequestKey } from './replay.ts';
import { type Tools, type World, WriteSet } from './write-set.ts';

export interface SettleCommand {
  readonly request: RequestKey;
  readonly merchantId: Id<'pty'>;
  readonly pledgeId: Id<'plg'>;
  readonly chargeId: Id<'chg'>;
  readonly end: 'collected' | 'forgiven';
}

export type SettleRefusal =
  | 'pledge_unknown'
  | 'promisor_erased'
  | 'charge_unknown'
  | 'charge_is_settled'
  | 'key_reused_with_other_body';

export interface SettleAnswer {
  readonly factId: Id<'fct'>;
  readonly fact: Fact | null;
}

export async function settleCharges(
  connection: HotConnection,
  world: World,
  tools: Tools,
  commands: readonly SettleCommand[],
): Promise<Outcome<SettleAnswer, SettleRefusal>[]> {
  const pledgeIds = [...new Set(commands.map((command) => command.pledgeId))];
  const first = await connection.run([
    ...beginAboutPledges(world.worldId, pledgeIds),
    lockPartiesOfPledges(pledgeIds),
    findPledges(pledgeIds),
    findChargesOfPledges(pledgeIds),
  ]);
  const [parties, pledgeRows, chargeRows] = first.slice(-3).map((answer) => answer.rows);
  const pledges = pledgesFromRows(pledgeRows ?? []);
  const charges = new Map((chargeRows ?? []).map(chargeFromRow).map((charge) => [charge.chargeId, charge]));
  const writes = new WriteSet(
    world,
    tools,
    (parties ?? []).map((row) => partyFromRow(row, world.worldId, tools.vault)),
  );
  const keyed = commands.flatMap((command) => {
    const pledge = pledges.get(command.pledgeId);
    return pledge === undefined ? [] : [{ partyId: pledge.partyId, keyHash: command.request.keyHash }];
  });
  const [answerRows] = await connection.run([findAnswers(keyed)]);
  const answers = new AnswerBook(answerRows?.rows ?? [], world.now);

  const outcomes = commands.map((command): Outcome<SettleAnswer, SettleRefusal> => {
    const pledge = pledges.get(command.pledgeId);
    if (pledge === undefined || pledge.merchantId !== command.merchantId) return refuse('pledge_unknown');
    if (writes.party(pledge.partyId)?.life === 'erased') return refuse('promisor_erased');
    const before = answers.again<SettleRefusal>(pledge.partyId, command.request);
    if (before !== null) return before;
    const outcome = settleOne(command, charges, world, writes, pledge.context);
    answers.remember({
      partyId: pledge.partyId,
      request: command.request,
      answer: outcome.ok ? 'done' : outcome.reason,
      factId: outcome.ok ? outcome.value.factId : null,
      recordedAt: world.now,
    });
    return outcome;
  });
  await connection.run(writes.calls(answers));
  return outcomes;
}

function settleOne(
  command: SettleCommand,
  charges: Map<Id<'chg'>, Charge>,
  world: World,
  writes: WriteSet,
  context: Fact['context'],
): Outcome<SettleAnswer, SettleRefusal> {
  const charge = charges.get(command.chargeId);
  if (charge === undefined || charge.pledgeId !== command.pledgeId) return refuse('charge_unknown');
  if (charge.state !== 'open') return refuse('charge_is_settled');
  const party = present(writes.party(charge.partyId), 'party_is_locked');
  assert((party.exposure[charge.currency]?.unpaidMinor ?? 0) >= charge.amountMinor, 'an_open_charge_is_unpaid');
  const settled: Charge = { ...charge, state: command.end, settledAt: world.now };
  const { partyId, merchantId, pledgeId, amountMinor, currency } = charge;
  const transfer = writes.transfer(
    command.end === 'collected' ? 'collect' : 'forgive',
    { partyId, merchantId, pledgeId, amountMinor, currency, effectiveAt: world.now },
    world.now,
  );
  writes.settle(settled);
  writes.changeParty(charge.partyId, charge.currency, { openMinor: 0, unpaidMinor: -charge.amountMinor, openCount: 0 });
  charges.set(charge.chargeId, settled);
  const fact = writes.record(charge.partyId, {
    merchantId: charge.merchantId,
    subjectId: charge.pledgeId,
    kind: command.end === 'collected' ? 'charge_collected' : 'charge_forgiven',
    context,
    reporter: 'merchant',
    effectiveAt: world.now,
    recordedAt: world.now,
    weightMilli: 0,
    detail: chargeDetail(settled, transfer),
  });
  return ok({ factId: fact.factId, fact });
}
