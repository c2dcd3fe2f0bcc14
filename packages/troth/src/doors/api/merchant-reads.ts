/**
 * What a merchant may read of its own pledges: state, times, amounts, charges and what happened, as the webhooks say it. Reasons,
 * expected losses and scores are the person's, and no column that holds one is read here.
 *
 * Facts have no index by merchant, because every order would pay for it. What happened is therefore read by pledge, where an index
 * exists anyway; whoever wants all of it in order has webhooks, whose deliveries can be listed and sent again.
 */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type pg from 'pg';
import { type Id, idFromUuid, type Instant, isoFromInstant, uuidOf } from '../../kernel/index.ts';
import type { PartyKind } from '../../rooms/party/index.ts';
import { type ApiContext, type MerchantPrincipal, merchantOf, promisorOf } from './context.ts';
import { STAGE_RULES } from '../../journeys/stage-rules.ts';
import { obligationsFromJson, type PartCharge, payOffMinor, PLEDGE_STATES } from '../../rooms/pledge/index.ts';
import { DisputeBody, disputeBody } from './dispute-bodies.ts';
import { type DisputeInWords, readDisputesOf } from './dispute-reads.ts';
import { EarlyPayoff, ObligationReading, obligationBody } from './obligation-reading.ts';
import { PaymentReading, paymentBody } from './payment-reading.ts';
import { type Repair, readRepairs } from './repairs.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf } from './schemas.ts';

interface PledgeRow {
  pledge_id: string;
  party_id: string;
  party_kind: PartyKind;
  version_id: string;
  order_no: string | null;
  state: string;
  context: string;
  currency: string;
  outcome: string;
  granted_minor: number;
  deposit_minor: number;
  ceiling_minor: number;
  basis: string;
  offered_at: Instant;
  starts_at: Instant;
  due_at: Instant;
  grace_until: Instant;
  accepted_at: Instant | null;
  begun_at: Instant | null;
  declared_at: Instant | null;
  answer_by: Instant | null;
  ended_at: Instant | null;
  disputed_at: Instant | null;
  extension_count: number;
  charged_minor: number;
  obligations: string;
}

interface ChargeRow {
  charge_id: string;
  kind: string;
  seq: number;
  amount_minor: number;
  currency: string;
  state: string;
  raised_at: Instant;
  settled_at: Instant | null;
  paid_minor: number;
}

const COLUMNS = `pledge_id::text, party_id::text, version_id::text, order_no, state, context, currency, outcome, granted_minor, deposit_minor, ceiling_minor, basis,
  offered_at, starts_at, due_at, grace_until, accepted_at, begun_at, declared_at, answer_by, ended_at, disputed_at, extension_count, charged_minor, obligations::text`;

const EVENT_COUNT_MAX = 500;

const Minor = Type.Integer({ minimum: 0, description: 'minor units' });
const Instants = Type.String({ description: 'ISO 8601' });
const MaybeInstant = Type.Union([Instants, Type.Null()]);
const Charges = closed({
  chargeId: idOf('chg', 'the charge'),
  kind: Type.String(),
  amountMinor: Minor,
  currency: Type.String(),
  state: Type.Enum(['open', 'collected', 'forgiven', 'credited']),
  paidMinor: Minor,
  raisedAt: Instants,
  settledAt: MaybeInstant,
});
const Repairs = closed({
  factId: idOf('fct', 'the event that was put right'),
  how: Type.Enum(['late', 'in_kind', 'paid', 'in_parts']),
  at: Instants,
});
const PledgeReading = closed(
  {
    pledgeId: idOf('plg', 'the pledge'),
    promisor: Type.String({ description: 'how you, and no other merchant, know the person; or the id of the shop' }),
    versionId: idOf('ofv', 'the version of the offer it runs on'),
    orderNo: Type.Union([Type.String(), Type.Null()]),
    state: Type.Enum([...PLEDGE_STATES]),
    context: Type.String(),
    currency: Type.String(),
    outcome: Type.Enum(['full', 'partial', 'ordinary']),
    grantedMinor: Minor,
    depositMinor: Minor,
    ceilingMinor: Minor,
    chargedMinor: Minor,
    basis: Type.Enum(['consent', 'historic_import']),
    offeredAt: Instants,
    startsAt: Instants,
    dueAt: Instants,
    graceUntil: Instants,
    acceptedAt: MaybeInstant,
    begunAt: MaybeInstant,
    declaredAt: MaybeInstant,
    answerBy: MaybeInstant,
    endedAt: MaybeInstant,
    extensionCount: Type.Integer({ minimum: 0 }),
    obligations: Type.Array(ObligationReading),
    charges: Type.Array(Charges),
    earlyPayoffMinor: EarlyPayoff,
    payment: PaymentReading,
    disputedAt: MaybeInstant,
    disputes: Type.Array(DisputeBody),
    repairs: Type.Array(Repairs),
  },
  'A pledge as it stands',
);

const iso = (at: Instant | null): string | null => (at === null ? null : isoFromInstant(at));

function pledgeAnswer(
  context: ApiContext,
  principal: MerchantPrincipal,
  row: PledgeRow,
  charges: readonly ChargeRow[],
  disputes: readonly DisputeInWords[],
  repairs: readonly Repair[],
): object {
  const obligations = obligationsFromJson(row.obligations);
  const { terms } = context.installation.catalog.get(idFromUuid('ofv', row.version_id));
  return {
    pledgeId: idFromUuid('plg', row.pledge_id),
    promisor: promisorOf(context, principal.worldId, principal.merchantId, {
      partyId: idFromUuid('pty', row.party_id),
      kind: row.party_kind,
    }),
    versionId: idFromUuid('ofv', row.version_id),
    orderNo: row.order_no,
    state: row.state,
    context: row.context,
    currency: row.currency,
    outcome: row.outcome,
    grantedMinor: row.granted_minor,
    depositMinor: row.deposit_minor,
    ceilingMinor: row.ceiling_minor,
    chargedMinor: row.charged_minor,
    basis: row.basis,
    offeredAt: iso(row.offered_at),
    startsAt: iso(row.starts_at),
    dueAt: iso(row.due_at),
    graceUntil: iso(row.grace_until),
    acceptedAt: iso(row.accepted_at),
    begunAt: iso(row.begun_at),
    declaredAt: iso(row.declared_at),
    answerBy: iso(row.answer_by),
    endedAt: iso(row.ended_at),
    extensionCount: row.extension_count,
    obligations: obligations.map(obligationBody),
    earlyPayoffMinor: payOffMinor(STAGE_RULES, terms, { obligations }, charges.map(partOf)),
    payment: paymentBody(terms, { obligations }),
    charges: charges.map((charge) => ({
      chargeId: idFromUuid('chg', charge.charge_id),
      kind: charge.kind,
      amountMinor: charge.amount_minor,
      currency: charge.currency,
      state: charge.state,
      paidMinor: charge.paid_minor,
      raisedAt: iso(charge.raised_at),
      settledAt: iso(charge.settled_at),
    })),
    disputedAt: iso(row.disputed_at),
    disputes: disputes.map(disputeBody),
    repairs: repairs.map(({ repairs: factId, how, at }) => ({ factId, how, at: isoFromInstant(at) })),
  };
}

function partOf({ seq, state, amount_minor, paid_minor }: ChargeRow): PartCharge {
  return { seq, state, amountMinor: amount_minor, paidMinor: paid_minor };
}

async function findPledge(
  client: pg.ClientBase,
  principal: MerchantPrincipal,
  pledgeId: Id<'plg'>,
): Promise<PledgeRow | null> {
  const { rows } = await client.query<PledgeRow>(
    `select ${COLUMNS}, (select kind from parties q where q.party_id = p.party_id) as party_kind from pledges p where pledge_id = $1 and merchant_id = $2`,
    [uuidOf(pledgeId), uuidOf(principal.merchantId)],
  );
  return rows[0] ?? null;
}

export function merchantReadRoutes(app: FastifyInstance, context: ApiContext): void {
  const { cold } = context.installation;
  const params = closed({ pledgeId: idOf('plg', 'the pledge') });

  app.get<{ Params: { pledgeId: Id<'plg'> } }>(
    '/v1/pledges/:pledgeId',
    {
      schema: {
        tags: ['pledges'],
        summary: 'One of your pledges as it stands, with its charges, disputes and what was put right',
        params,
        response: { 200: PledgeReading },
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:read');
      if (principal === null) return reply;
      const { pledgeId } = request.params;
      const answer = await cold.within({ worldId: principal.worldId }, async (client) => {
        const pledge = await findPledge(client, principal, pledgeId);
        if (pledge === null) return null;
        await context.installation.catalog.load(principal.worldId, [idFromUuid('ofv', pledge.version_id)]);
        const charges = await client.query<ChargeRow>(
          'select charge_id::text, kind, seq, amount_minor, currency, state, raised_at, settled_at, paid_minor from charges where pledge_id = $1 order by charge_id',
          [uuidOf(pledgeId)],
        );
        const { worldId, merchantId } = principal;
        const { vault } = context.installation;
        const disputes = await readDisputesOf({ client, vault, worldId }, merchantId, [pledgeId]);
        const repairs = await readRepairs(client, [pledgeId]);
        return pledgeAnswer(context, principal, pledge, charges.rows, disputes, repairs);
      });
      return answer === null ? sendProblem(reply, 'pledge_unknown') : reply.send(answer);
    },
  );

  app.get<{ Params: { pledgeId: Id<'plg'> } }>(
    '/v1/pledges/:pledgeId/events',
    {
      schema: {
        tags: ['pledges'],
        summary: 'What happened to one of your pledges, oldest first, in the words of the webhooks',
        params,
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:read');
      if (principal === null) return reply;
      const { pledgeId } = request.params;
      const events = await cold.within({ worldId: principal.worldId }, async (client) => {
        if ((await findPledge(client, principal, pledgeId)) === null) return null;
        const { rows } = await client.query<{ fact_id: string }>(
          `select fact_id::text from facts where pledge_id = $1 order by leaf_seq limit ${EVENT_COUNT_MAX}`,
          [uuidOf(pledgeId)],
        );
        const factIds = rows.map((row) => idFromUuid('fct', row.fact_id));
        const bodies = await context.installation
          .deliveryPorts(principal.worldId)
          .loadEvents(client, principal.worldId, factIds);
        return factIds.flatMap((factId) => bodies.get(factId) ?? []);
      });
      return events === null ? sendProblem(reply, 'pledge_unknown') : reply.send({ events });
    },
  );
}
