/** A person, or a shop that promises, gives a consent or takes it back. Revoking stops new admissions at once; a running pledge ends on its frozen terms. */
import { type Id, type Instant, type Outcome, ok, present, refuse } from '../kernel/index.ts';
import type { HotConnection } from '../platform/db/index.ts';
import type { Fact } from '../rooms/conduct/index.ts';
import { consentFromRow, findConsents, revokeConsents } from '../rooms/consent/index.ts';
import { lockParties, ownWordOf, partyFromRow } from '../rooms/party/index.ts';
import { beginIn } from './begin.ts';
import { consentDetail } from './fact-detail.ts';
import { AnswerBook, findAnswers, type RequestKey } from './replay.ts';
import { type Tools, type World, WriteSet } from './write-set.ts';

export interface ConsentCommand {
  readonly request: RequestKey;
  readonly partyId: Id<'pty'>;
  readonly change:
    | {
        readonly kind: 'give';
        readonly merchantId: Id<'pty'>;
        readonly purpose: string;
        readonly fields: readonly string[];
        readonly textVersion: string;
        readonly expiresAt: Instant;
      }
    | { readonly kind: 'revoke'; readonly consentId: Id<'cns'> };
}

export type ConsentRefusal =
  | 'consent_unknown'
  | 'consent_is_revoked'
  | 'promisor_erased'
  | 'key_reused_with_other_body';

interface Known {
  readonly merchantId: Id<'pty'>;
  readonly purpose: string;
  readonly isRevoked: boolean;
}

export async function changeConsents(
  connection: HotConnection,
  world: World,
  tools: Tools,
  commands: readonly ConsentCommand[],
): Promise<Outcome<{ factId: Id<'fct'>; fact: Fact | null }, ConsentRefusal>[]> {
  const parties = [...new Set(commands.map((command) => command.partyId))];
  const revoked = commands.flatMap(({ partyId, change }) =>
    change.kind === 'revoke' ? [{ partyId, consentId: change.consentId }] : [],
  );
  // Facts are rows of the merchants concerned; those of a revocation are known only after the consent was read.
  const given = commands.flatMap(({ change }) => (change.kind === 'give' ? [change.merchantId] : []));
  const first = await connection.run([
    ...beginIn(world.worldId, given),
    lockParties(parties),
    findAnswers(commands.map((c) => ({ partyId: c.partyId, keyHash: c.request.keyHash }))),
    findConsents(revoked),
  ]);
  const [partyRows, answerRows, consentRows] = first.slice(-3).map((answer) => answer.rows);
  const known = new Map(
    (consentRows ?? []).map((row): [string, Known] => {
      const consent = consentFromRow(row);
      return [
        `${consent.partyId} ${consent.consentId}`,
        { merchantId: consent.merchantId, purpose: consent.purpose, isRevoked: row[4] === 'true' },
      ];
    }),
  );
  const writes = new WriteSet(
    world,
    tools,
    (partyRows ?? []).map((row) => partyFromRow(row, world.worldId, tools.vault)),
  );
  const answers = new AnswerBook(answerRows ?? [], world.now);
  const ended: { partyId: Id<'pty'>; consentId: Id<'cns'>; revokedAt: Instant }[] = [];
  const outcomes = commands.map((command): Outcome<{ factId: Id<'fct'>; fact: Fact | null }, ConsentRefusal> => {
    const life = writes.party(command.partyId)?.life;
    if (life === 'erased') return refuse('promisor_erased');
    const before = answers.again<ConsentRefusal>(command.partyId, command.request);
    if (before !== null) return before;
    if (life !== 'active') return refuse('promisor_erased');
    const outcome =
      command.change.kind === 'give'
        ? ok(give(command, command.change, world, tools, writes))
        : revoke(command, command.change.consentId, world, known, ended, writes);
    answers.remember({
      partyId: command.partyId,
      request: command.request,
      answer: outcome.ok ? 'done' : outcome.reason,
      factId: outcome.ok ? outcome.value.factId : null,
      recordedAt: world.now,
    });
    return outcome.ok ? ok({ factId: outcome.value.factId, fact: outcome.value }) : outcome;
  });
  const merchantIds = [...given, ...[...known.values()].map((consent) => consent.merchantId)];
  const scope = beginIn(world.worldId, merchantIds).slice(1);
  await connection.run([...scope, ...(ended.length > 0 ? [revokeConsents(ended)] : []), ...writes.calls(answers)]);
  return outcomes;
}

function give(
  command: ConsentCommand,
  change: Extract<ConsentCommand['change'], { kind: 'give' }>,
  world: World,
  tools: Tools,
  writes: WriteSet,
): Fact {
  const consentId = tools.ids.next('cns', world.now);
  const { merchantId, purpose, fields, textVersion, expiresAt } = change;
  writes.consent({
    consentId,
    partyId: command.partyId,
    merchantId,
    purpose,
    fields,
    textVersion,
    grantedAt: world.now,
    expiresAt,
    revokedAt: null,
  });
  return writes.record(command.partyId, {
    merchantId,
    subjectId: consentId,
    kind: 'consent_granted',
    context: 'none',
    reporter: ownWordOf(present(writes.party(command.partyId), 'a_promisor_is_there').kind),
    effectiveAt: world.now,
    recordedAt: world.now,
    weightMilli: 0,
    detail: consentDetail({ expiresAt, purpose, agreed: { textVersion, fields } }),
  });
}

function revoke(
  command: ConsentCommand,
  consentId: Id<'cns'>,
  world: World,
  known: Map<string, Known>,
  ended: { partyId: Id<'pty'>; consentId: Id<'cns'>; revokedAt: Instant }[],
  writes: WriteSet,
): Outcome<Fact, ConsentRefusal> {
  const consent = known.get(`${command.partyId} ${consentId}`);
  if (consent === undefined) return refuse('consent_unknown');
  if (consent.isRevoked) return refuse('consent_is_revoked');
  known.set(`${command.partyId} ${consentId}`, { ...consent, isRevoked: true });
  ended.push({ partyId: command.partyId, consentId, revokedAt: world.now });
  return ok(
    writes.record(command.partyId, {
      merchantId: consent.merchantId,
      subjectId: consentId,
      kind: 'consent_revoked',
      context: 'none',
      reporter: ownWordOf(present(writes.party(command.partyId), 'a_promisor_is_there').kind),
      effectiveAt: world.now,
      recordedAt: world.now,
      weightMilli: 0,
      detail: consentDetail({ expiresAt: world.now, purpose: consent.purpose, agreed: null }),
    }),
  );
}
