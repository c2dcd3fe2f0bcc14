import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Id, uuidOf } from '../../kernel/index.ts';
import { evidenceFor, move, must, type Person, promise } from './test-story.ts';
import type { TestTroth } from './test-troth.ts';
import { openTwoServers, publishTenth, type TwoServers } from './test-two-servers.ts';

let servers: TwoServers;
let troth: TestTroth;
before(async () => {
  servers = await openTwoServers();
  troth = servers.troth;
});
after(() => servers.close());

const ask: TwoServers['ask'] = (path, token, body, key) => servers.ask(path, token, body, key);

const ENDS = ['kept', 'broken', 'cancelled', 'expired', 'withdrawn'];

interface Tried {
  readonly name: string;
  readonly fact: string;
  readonly reply: { readonly status: number; readonly body: { readonly code?: string } };
}

/** Everybody who was told yes has exactly one fact to show for it, one ending at most happened, and a no names its rule. */
async function assertOneWinner(pledgeId: string, tried: readonly Tried[], mayLapse: string | null): Promise<string[]> {
  const facts = await servers.factsOf(pledgeId);
  const what = `${facts.join(' ')} | ${tried.map((one) => `${one.name} ${one.reply.status} ${one.reply.body.code ?? ''}`).join(', ')}`;
  assert.ok(facts.filter((kind) => ENDS.includes(kind)).length <= 1, what);
  for (const { reply, fact } of tried) {
    assert.ok([200, 409].includes(reply.status), what);
    const toldYes = tried.filter((one) => one.fact === fact && one.reply.status === 200).length;
    assert.equal(facts.filter((kind) => kind === fact).length, toldYes, what);
  }
  if (mayLapse !== null) assert.ok(facts.filter((kind) => kind === mayLapse).length <= 1, what);
  const seen = await servers.rows.query<{ state: string; ended: boolean }>(
    'select state, ended_at is not null as ended from pledges where pledge_id = $1',
    [uuidOf(pledgeId as Id<'plg'>)],
  );
  assert.equal(
    seen.rows[0]?.ended,
    facts.some((kind) => ENDS.includes(kind)),
    what,
  );
  return facts;
}

test('keep × declare × extend × lapse of one rental at one instant: one winner, and everybody is told the truth', async () => {
  const shop = await troth.createMerchant();
  const offerId = await publishTenth(troth, shop);
  const people = await Promise.all(Array.from({ length: 24 }, () => troth.createPerson()));
  const pledges = await Promise.all(people.map((person) => promise(troth, person, offerId)));
  for (const pledgeId of pledges) must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  const due = must(await troth.call('GET', `/v1/pledges/${pledges[0]}`, { token: shop.key }), 200, 'pledge').body.dueAt;
  const asked = pledges.map(async (pledgeId, i): Promise<Tried[]> => {
    const person = people[i] as Person;
    const [keep, extend, declare] = await Promise.all([
      ask(`/v1/pledges/${pledgeId}/fulfil`, shop.key, {}),
      ask(`/v1/me/pledges/${pledgeId}/extend`, person.session, {}),
      ask(`/v1/me/pledges/${pledgeId}/declare`, person.session, {}),
    ]);
    return [
      { name: 'fulfil', fact: 'kept', reply: keep },
      { name: 'extend', fact: 'extended', reply: extend },
      { name: 'declare', fact: 'declared', reply: declare },
    ];
  });
  const [moved] = await Promise.all([
    troth.call('POST', '/v1/clock/advance', { token: troth.operatorKey, body: { toInstant: due } }),
    ...asked,
  ]);
  must(moved, 200, 'advance');
  for (const [i, pledgeId] of pledges.entries())
    await assertOneWinner(pledgeId, await (asked[i] as Promise<Tried[]>), 'lapsed');
  for (const person of people)
    assert.equal((await servers.exposureOf(person)).open, 0, 'what was kept is released once');
});

test('keep × cancel by either side × lapse of one appointment at one instant: exactly one winner', async () => {
  const shop = await troth.createMerchant();
  const offerId = await troth.publish(shop.key, 'cafe-table');
  const startsAt = (await troth.call('GET', '/v1/clock', { token: shop.key })).body.now;
  const people = await Promise.all(Array.from({ length: 24 }, () => troth.createPerson()));
  const pledges = await Promise.all(people.map((person) => promise(troth, person, offerId, { startsAt })));
  const due = must(await troth.call('GET', `/v1/pledges/${pledges[0]}`, { token: shop.key }), 200, 'pledge').body.dueAt;
  const winners = new Map<string, number>();
  const asked = pledges.map(async (pledgeId, i): Promise<Tried[]> => {
    const person = people[i] as Person;
    const all = [
      ['fulfil', 'kept', () => ask(`/v1/pledges/${pledgeId}/fulfil`, shop.key, {})],
      ['cancel by the shop', 'cancelled', () => ask(`/v1/pledges/${pledgeId}/cancel`, shop.key, {})],
      ['cancel by the person', 'cancelled', () => ask(`/v1/me/pledges/${pledgeId}/cancel`, person.session, {})],
    ] as const;
    // Who speaks first differs from pledge to pledge.
    const turned = [...all.slice(i % 3), ...all.slice(0, i % 3)];
    return Promise.all(turned.map(async ([name, fact, say]) => ({ name, fact, reply: await say() })));
  });
  const [moved] = await Promise.all([
    troth.call('POST', '/v1/clock/advance', { token: troth.operatorKey, body: { toInstant: due } }),
    ...asked,
  ]);
  must(moved, 200, 'advance');
  for (const [i, pledgeId] of pledges.entries()) {
    const facts = await assertOneWinner(pledgeId, await (asked[i] as Promise<Tried[]>), 'lapsed');
    const end = facts.find((kind) => ENDS.includes(kind)) ?? 'none';
    winners.set(end, (winners.get(end) ?? 0) + 1);
  }
  assert.equal(
    [...winners.values()].reduce((sum, count) => sum + count, 0),
    24,
  );
});

test('a notice is answered, withdrawn, held to and fulfilled at one instant: one ending', async () => {
  const shop = await troth.createMerchant();
  const offerId = await publishTenth(troth, shop);
  const people = await Promise.all(Array.from({ length: 12 }, () => troth.createPerson()));
  const pledges = await Promise.all(people.map((person) => promise(troth, person, offerId)));
  for (const pledgeId of pledges) must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  await servers.advance(24 * 6);
  for (const pledgeId of pledges)
    must(
      await move(troth, shop.key, pledgeId, 'notice', { evidenceIds: [await evidenceFor(troth, shop.key, pledgeId)] }),
      200,
      'notice',
    );
  await Promise.all(
    pledges.map(async (pledgeId, i) => {
      const session = (people[i] as Person).session;
      const replies = await Promise.all([
        ask(`/v1/me/pledges/${pledgeId}/answer`, session, { answer: 'on_my_way' }),
        ask(`/v1/pledges/${pledgeId}/withdraw`, shop.key, {}),
        ask(`/v1/pledges/${pledgeId}/fulfil`, shop.key, {}),
        ask(`/v1/pledges/${pledgeId}/break`, shop.key, {}),
      ]);
      const named = ['answer', 'withdraw', 'fulfil', 'break'];
      const facts = ['answered', 'withdrawn', 'kept', 'broken'];
      await assertOneWinner(
        pledgeId,
        replies.map((reply, at) => ({ name: named[at] as string, fact: facts[at] as string, reply })),
        null,
      );
    }),
  );
});

test('fifty fulfilments and fifty payments at once, under one key and under fifty, have one effect each', async () => {
  const shop = await troth.createMerchant();
  const person = await troth.createPerson();
  const offerId = await publishTenth(troth, shop);
  for (const keys of ['one', 'fifty'] as const) {
    const pledgeId = await promise(troth, person, offerId);
    must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
    await servers.advance(24 * 6);
    const fifty = (path: string) => {
      const key = randomUUID();
      return Promise.all(
        Array.from({ length: 50 }, (_, i) => ask(path, shop.key, {}, keys === 'one' ? key : `${key}-${i}`)),
      );
    };
    const kept = await fifty(`/v1/pledges/${pledgeId}/fulfil`);
    const yes = kept.filter((reply) => reply.status === 200);
    if (keys === 'fifty') assert.equal(yes.length, 1);
    assert.ok(yes.length >= 1 && kept.every((reply) => [200, 409].includes(reply.status)));
    assert.equal((await servers.factsOf(pledgeId)).filter((kind) => kind === 'kept').length, 1);
    const charges = yes[0]?.body.charges ?? [];
    assert.ok(charges.length >= 2, 'usage and a late fee');
    const paid = await fifty(`/v1/pledges/${pledgeId}/charges/${charges[0]?.chargeId}/mark-paid`);
    if (keys === 'fifty') assert.equal(paid.filter((reply) => reply.status === 200).length, 1);
    assert.ok(
      paid.every((reply) => reply.status === 200 || reply.status === 409),
      JSON.stringify(paid.map((reply) => reply.body)),
    );
    const transfers = await servers.rows.query<{ kind: string; count: number }>(
      `select debit_account as kind, count(*)::int as count from transfers where pledge_id = $1 group by 1 order by 1`,
      [uuidOf(pledgeId)],
    );
    const collected = await servers.factsOf(pledgeId);
    assert.equal(collected.filter((kind) => kind === 'charge_collected').length, 1, JSON.stringify(transfers.rows));
  }
});
