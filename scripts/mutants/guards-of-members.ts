// Guards of memberships: who may count a line, whose line it is, who is owed for it, and what is compared with what.
import { type Guard, of } from './guard.ts';

const told = of('', 'doors/api/stories/members.pg.test.ts');
const offered = of('rooms/offer', 'rooms/offer/offer.test.ts');
const reported = of('rooms/offer', 'rooms/offer/members.test.ts');
const settled = of('rooms/offer', 'rooms/offer/reconcile-lines.test.ts');
const lined = of('journeys', 'journeys/lines-found.test.ts');
const audited = of('audit', 'audit/check-programmes.pg.test.ts');

export const GUARDS_OF_MEMBERS: readonly Guard[] = [
  told(
    'members: a partner says nothing but lines',
    'journeys/programme.ts',
    'MOVES_OF_A_PARTNER.includes(move) && ',
    '',
  ),
  told(
    'members: a shop that is no partner finds nothing',
    'journeys/programme.ts',
    'programme?.partners.includes(merchantId) === true',
    'programme !== undefined',
  ),
  told(
    'members: the fact names who honoured the line',
    'journeys/programme.ts',
    'honouredBy === null || programme === undefined ? {}',
    'honouredBy !== null || programme === undefined ? {}',
  ),
  told(
    'members: a partner is another shop of this world',
    'doors/api/publishable.ts',
    'known.has(one) ? []',
    'known.size >= 0 ? []',
  ),
  told(
    'members: nobody names oneself a partner',
    'doors/api/publishable.ts',
    'merchant_id = any($1::uuid[]) and merchant_id <> $2',
    'merchant_id = any($1::uuid[]) and $2::uuid is not null',
  ),
  told(
    'members: a settlement is for the shop of the offer and its partners',
    'doors/api/settlements.ts',
    'if (offer === null || !(isIssuer || (await isPartner(client, offerId, merchantId))))',
    'if (offer === null)',
  ),
  told(
    'members: a partner compares no lines but its own',
    'doors/api/settlements.ts',
    'if (!isIssuer && shop !== merchantId)',
    'if (!isIssuer && shop === null)',
  ),
  told(
    'members: reports are for the shop of the offer alone',
    'doors/api/members.ts',
    'if (offer === null || offer.merchantId !== merchantId)',
    'if (offer === null)',
  ),
  told(
    'members: a period to come is none',
    'doors/api/report-period.ts',
    'if (asked.to !== undefined && to > now)',
    'if (asked.to !== undefined && to > now + 1_000_000_000_000_000n)',
  ),
  told(
    'members: a line taken back is a line less',
    'doors/api/member-reads.ts',
    "kind === 'uncounted' ? -1 : 1",
    "kind === 'uncounted' ? 1 : 1",
  ),
  lined(
    'members: each shop has numbers of its own',
    'lines-found.ts',
    'honouredBy: said.honouredBy ?? null',
    'honouredBy: null',
  ),
  offered(
    'members: a programme has something to reach',
    'contradictions-of-stages.ts',
    'when(t.programme !== undefined && !hasTarget(t),',
    'when(t.programme === null && !hasTarget(t),',
  ),
  offered(
    'members: a partner is named once',
    'contradictions-of-stages.ts',
    'when(all.indexOf(one) < i,',
    'when(all.indexOf(one) < 0,',
  ),
  reported('members: the last instant is no part of the period', 'members.ts', 'ended.at < to', 'ended.at <= to'),
  reported('members: the first instant is', 'members.ts', 'acceptedAt >= from', 'acceptedAt > from'),
  reported(
    'members: who still has a promise is not lost',
    'members.ts',
    'if (!isRunning && endedIn.length > 0)',
    'if (endedIn.length > 0)',
  ),
  settled(
    'members: only the exact opposite undoes a line',
    'reconcile-lines.ts',
    'other[field] + line[field] === 0',
    'other[field] + line[field] <= 0',
  ),
  audited(
    'members: the audit asks who honoured a line',
    'check-programmes.ts',
    'partners.includes(shop)',
    'partners.length >= 0',
  ),
];
