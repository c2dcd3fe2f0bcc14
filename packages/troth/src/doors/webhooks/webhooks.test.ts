import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { Check } from 'typebox/value';
import {
  DAY_US,
  HOUR_US,
  instantFromIso,
  ok,
  randomBytesSource,
  refuse,
  SECOND_US,
  wallClock,
  type Instant,
} from '../../kernel/index.ts';
import { checkEndpoint } from './endpoints.ts';
import { EVENT_OF_FACT, EVENT_TYPES, EVENTS, type EventType } from './events.ts';
import { payloadForMerchant, type MerchantFact, type PledgeForMerchant } from './payload.ts';
import { PAYLOAD_SCHEMAS } from './payload-schema.ts';
import { ATTEMPT_COUNT_MAX, nextAttemptAt, RETRY_DELAYS_S, retryAfterSeconds } from './schedule.ts';
import { newWebhookSecret, signWebhook } from './signing.ts';
import { judgeAnswer } from './verdict.ts';

const at = instantFromIso('2026-11-22T10:00:00Z') as Instant;
const hex = (digit: string): string => digit.repeat(32);

const pledge: PledgeForMerchant = {
  pledgeId: `plg_${hex('1')}`,
  orderNo: 'A-17',
  personRef: `ref_${hex('2')}`,
  state: 'noticed',
  context: 'mobility',
  currency: 'CNY',
  outcome: 'partial',
  grantedMinor: 200_000,
  depositMinor: 100_000,
  chargedMinor: 0,
  dueAt: at,
  graceUntil: at + HOUR_US,
  answerBy: at + DAY_US,
};

function factOf(type: EventType): MerchantFact {
  const common = { eventId: `fct_${hex('3')}`, worldMode: 'test', effectiveAt: at, recordedAt: at + 1n } as const;
  switch (EVENTS[type].about) {
    case 'pledge':
      return { ...common, type: type as 'pledge.kept', pledge };
    case 'charge':
      return {
        ...common,
        type: type as 'charge.raised',
        charge: {
          chargeId: `chg_${hex('4')}`,
          pledgeId: `plg_${hex('1')}`,
          orderNo: null,
          kind: 'late_fee',
          paidMinor: 0,
          amountMinor: 12_000,
          currency: 'CNY',
          state: 'open',
        },
      };
    case 'consent':
      return {
        ...common,
        type: type as 'consent.revoked',
        consent: {
          consentId: `cns_${hex('5')}`,
          personRef: `ref_${hex('2')}`,
          purpose: 'deposit_waiver',
          expiresAt: at,
        },
      };
  }
}

for (const type of EVENT_TYPES) {
  test(`${type} has a text in both languages and a payload of its published schema, below 20 kB`, () => {
    assert.match(EVENTS[type].text.zh, /\p{Script=Han}.*。$/u);
    assert.match(EVENTS[type].text.en, /^[A-Z].*\.$/);
    const body = payloadForMerchant(factOf(type));
    assert.ok(Check(PAYLOAD_SCHEMAS[type], JSON.parse(JSON.stringify(body))));
    assert.ok(JSON.stringify(body).length < 2_000);
    assert.equal(
      Check(PAYLOAD_SCHEMAS[type], { ...body, data: { ...body.data, reasons: [] } }),
      false,
      'the schema has no room for more',
    );
  });
}

test('reasons, scores, cells and names planted anywhere in a fact never appear in a payload', () => {
  const secret = 'SECRET-REASON';
  const planted = {
    reasons: [secret],
    reason: secret,
    score: secret,
    points: secret,
    cell: secret,
    cells: [secret],
    expectedLossMinor: secret,
    name: secret,
    partyId: secret,
    detail: { secret },
    [secret]: 1,
    toJSON: () => secret,
  };
  for (const type of EVENT_TYPES) {
    const fact = factOf(type);
    const about = EVENTS[type].about;
    const inside = (fact as unknown as Record<string, object>)[about];
    const wide = { ...fact, ...planted, [about]: { ...inside, ...planted } } as unknown as MerchantFact;
    assert.doesNotMatch(JSON.stringify(payloadForMerchant(wide)), /SECRET/, type);
  }
});

test('a name in the place of an id is a bug, not a payload', () => {
  const fact = { ...factOf('pledge.kept'), pledge: { ...pledge, personRef: 'ref_Zhang San' } } as MerchantFact;
  assert.throws(() => payloadForMerchant(fact), /webhook_id_has_the_shape_of_an_id/);
});

test('a shop that promises is named by its id, a person only by a reference', () => {
  const shop = { ...factOf('pledge.kept'), pledge: { ...pledge, personRef: `pty_${hex('6')}` } } as MerchantFact;
  assert.equal(payloadForMerchant(shop).data.personRef, `pty_${hex('6')}`);
});

test('a fact for a merchant has no room for reasons or scores', () => {
  const kept = { ...pledge };
  // @ts-expect-error reasons go to the person, never to a merchant
  const withReasons: PledgeForMerchant = { ...kept, reasons: ['late twice'] };
  // @ts-expect-error a merchant never sees a score
  const withScore: PledgeForMerchant = { ...kept, score: 700 };
  assert.ok(withReasons !== withScore);
});

test('every event comes from a fact', () => {
  assert.deepEqual([...new Set(Object.values(EVENT_OF_FACT))].sort(), [...EVENT_TYPES].sort());
});

const chance = randomBytesSource();

test('a message is accepted by the Standard Webhooks library, and a changed one is not', () => {
  const secret = newWebhookSecret(chance);
  const body = JSON.stringify({ type: 'pledge.kept', 信: '诺' });
  const headers = signWebhook(`fct_${hex('3')}`, wallClock.now(), body, [secret]);
  const receiver = new Webhook(secret);
  assert.deepEqual(receiver.verify(body, headers), JSON.parse(body));
  assert.throws(() => receiver.verify(`${body} `, headers), WebhookVerificationError);
  assert.throws(() => receiver.verify(body, { ...headers, 'webhook-id': `fct_${hex('4')}` }), WebhookVerificationError);
  assert.throws(
    () => receiver.verify(body, signWebhook('fct_1', wallClock.now() - 600n * SECOND_US, body, [secret])),
    /old/,
  );
  assert.throws(() => new Webhook(newWebhookSecret(chance)).verify(body, headers), WebhookVerificationError);
});

test('while a secret is rotated, receivers with the old one and with the new one both accept', () => {
  const [current, previous] = [newWebhookSecret(chance), newWebhookSecret(chance)];
  const headers = signWebhook('fct_1', wallClock.now(), '{}', [current, previous]);
  assert.match(headers['webhook-signature'], /^v1,\S+ v1,\S+$/);
  for (const secret of [current, previous]) new Webhook(secret).verify('{}', headers);
});

test('a secret has the published form and 256 bits', () => {
  const secret = newWebhookSecret(chance);
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.throws(() => signWebhook('fct_1', at, '{}', ['whsec_c2hvcnQ=']), /webhook_secret_is_24_to_64_bytes/);
  assert.throws(() => signWebhook('fct_1', at, '{}', []), /webhook_is_signed/);
  assert.throws(() => signWebhook('a.b', at, '{}', [secret]), /webhook_id/);
});

test('the schedule is the published one: ten attempts over 75 h 35 min 5 s', () => {
  assert.deepEqual(RETRY_DELAYS_S, [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  assert.equal(
    RETRY_DELAYS_S.reduce((sum, delay) => sum + delay, 0),
    75 * 3_600 + 35 * 60 + 5,
  );
  let time = at;
  for (let attempts = 1; attempts < ATTEMPT_COUNT_MAX; attempts += 1)
    time = nextAttemptAt(attempts, time, null) as Instant;
  assert.equal(time - at, 272_105n * SECOND_US);
  assert.equal(nextAttemptAt(ATTEMPT_COUNT_MAX, time, 60), null, 'Retry-After adds no attempt');
});

for (const [attempts, askedS, delayS] of [
  [1, null, 5],
  [1, 0, 5],
  [1, 4, 5],
  [1, 5, 5],
  [1, 6, 6],
  [1, 3_600, 3_600],
  [1, 86_400, 86_400],
  [1, 86_401, 86_400],
  [1, 1e9, 86_400],
  [2, 10, 300],
  [1, 5.2, 6],
] as const) {
  test(`after ${attempts} attempts, Retry-After of ${askedS} s means ${delayS} s`, () => {
    assert.equal(nextAttemptAt(attempts, at, askedS), at + BigInt(delayS) * SECOND_US);
  });
}

for (const [header, seconds] of [
  [undefined, null],
  ['120', 120],
  [' 7 ', 7],
  ['-1', null],
  ['1.5', null],
  ['soon', null],
  ['99999999999', null],
  ['Sun, 22 Nov 2026 10:01:00 GMT', 60],
  ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
  ['Sun, 99 Nov 2026 10:00:00 GMT', null],
  ['2026-11-22T10:01:00Z', null],
] as const) {
  test(`the header Retry-After ${JSON.stringify(header)} is ${seconds} s`, () =>
    assert.equal(retryAfterSeconds(header, at), seconds));
}

const answered = (status: number, headers: Record<string, string> = {}) =>
  ok({ status, headers, body: Buffer.alloc(0), bodyEnd: 'complete' as const });

for (const [status, kind, failure] of [
  [200, 'delivered', undefined],
  [204, 'delivered', undefined],
  [299, 'delivered', undefined],
  [199, 'retry', 'answer_was_not_2xx'],
  [300, 'retry', 'redirect_not_followed'],
  [302, 'retry', 'redirect_not_followed'],
  [308, 'retry', 'redirect_not_followed'],
  [399, 'retry', 'redirect_not_followed'],
  [400, 'retry', 'answer_was_not_2xx'],
  [404, 'retry', 'answer_was_not_2xx'],
  [409, 'retry', 'answer_was_not_2xx'],
  [410, 'gone', undefined],
  [411, 'retry', 'answer_was_not_2xx'],
  [500, 'retry', 'answer_was_not_2xx'],
] as const) {
  test(`an answer of ${status} means ${kind}`, () => {
    const verdict = judgeAnswer(answered(status), at);
    assert.equal(verdict.kind, kind);
    assert.equal('failure' in verdict ? verdict.failure : undefined, failure);
  });
}

for (const [status, expected] of [
  [429, 30],
  [503, 30],
  [500, null],
  [302, null],
] as const) {
  test(`Retry-After with ${status} counts as ${expected}`, () => {
    const verdict = judgeAnswer(answered(status, { 'retry-after': '30' }), at);
    assert.equal(verdict.kind === 'retry' && verdict.retryAfterS, expected);
  });
}

test('a call that did not come through is tried again with its reason', () => {
  assert.deepEqual(judgeAnswer(refuse('timed_out'), at), {
    kind: 'retry',
    status: null,
    failure: 'timed_out',
    retryAfterS: null,
  });
});

for (const [asked, reason] of [
  [{ url: 'http://shop.example/', events: ['pledge.kept'] }, 'url_scheme_refused'],
  [{ url: 'https://127.0.0.1/', events: ['pledge.kept'] }, 'url_host_is_not_public'],
  [{ url: 'https://shop.example/', events: [] }, 'events_are_empty'],
  [{ url: 'https://shop.example/', events: Array<string>(50).fill('pledge.kept') }, 'events_too_many'],
  [{ url: 'https://shop.example/', events: ['pledge.smiled'] }, 'event_unknown'],
  [{ url: 'https://shop.example/', events: ['__proto__'] }, 'event_unknown'],
  [{ url: 'https://shop.example/', events: ['pledge.kept', 'pledge.kept'] }, 'event_named_twice'],
] as const) {
  test(`an endpoint ${asked.url} with ${asked.events.length} events is refused: ${reason}`, () => {
    const outcome = checkEndpoint(asked, 'public');
    assert.equal(!outcome.ok && outcome.reason, reason);
    assert.ok(!outcome.ok && outcome.pointers?.length === 1);
  });
}
