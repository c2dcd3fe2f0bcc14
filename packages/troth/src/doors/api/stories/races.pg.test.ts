import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { evidenceFor } from '../test-story.ts';
import { openTwoServers, type TwoServers } from '../test-two-servers.ts';
import { admits, BY_THE_DAY, deliver, metered, pay, refundIn, returnIn, terms, thing } from './test-offers.ts';
import { ENDS, factsOf, race, type Try } from './test-race.ts';
import { assertBooks, auditSays, openStage, type Side, type Stage, type Told } from './test-told.ts';

const TIMES = 6;

let servers: TwoServers;
let stage: Stage;
before(async () => {
  servers = await openTwoServers();
  stage = await openStage(servers);
});
after(async () => {
  await stage.close();
  await servers.close();
});

const arena = () => ({ servers, stage });
const proof = async (told: Told, side: Side) => {
  const token = side === 'shop' ? stage.shop.key : told.by.session;
  return { evidenceIds: [await evidenceFor(stage.troth, token, told.id)] };
};

async function many(make: () => Promise<Told>): Promise<Told[]> {
  const all: Told[] = [];
  for (let i = 0; i < TIMES; i += 1) all.push(await make());
  return all;
}

const tell = (told: Told, side: Side, move: string, body: object = {}) => told.says(side, move, body);
const dueOf = async ([first]: readonly Told[]) => (await (first as Told).seen()).nextDueAt;

test('a thing: fulfil × declare × extend × release × buy-out × lapse, and later fulfil × notice × declare × expiry', async () => {
  const offerId = await stage.publish(
    terms('rental', 'retail', {
      item: thing(90_000),
      obligations: [returnIn(1), metered],
      consequences: { usage: BY_THE_DAY, buyOut: { priceMinor: 80_000 } },
      extension: { stepMinutes: 1440, countMax: 2 },
    }),
  );
  const out = async () => {
    const told = await stage.promise(offerId);
    await tell(told, 'shop', 'begin');
    return told;
  };
  const early = await many(out);
  const tries = async (): Promise<readonly Try[]> => [
    ['shop', 'fulfil'],
    ['shop', 'release'],
    ['person', 'declare'],
    ['person', 'extend'],
    ['person', 'buy_out'],
  ];
  await race(arena(), early, tries, await dueOf(early));
  const late = await many(out);
  await stage.days(3);
  const lateTries = async (told: Told): Promise<readonly Try[]> => [
    ['shop', 'fulfil'],
    ['shop', 'notice', await proof(told, 'shop')],
    ['person', 'declare'],
  ];
  await race(arena(), late, lateTries, await dueOf(late));
});

test('a payment: fulfil × notice × release after the grace; and a notice answered, withdrawn, fulfilled, let go and run out', async () => {
  const offerId = await stage.publish(
    terms('postpay', 'mobility', { obligations: [pay({ fixedMinor: 1_800 }, 'shop')] }),
  );
  const due = await many(() => stage.promise(offerId));
  await stage.hours(49);
  await race(
    arena(),
    due,
    async (told) => [
      ['shop', 'fulfil'],
      ['shop', 'notice', await proof(told, 'shop')],
      ['shop', 'release'],
    ],
    null,
  );
  const noticed = await many(() => stage.promise(offerId));
  await stage.hours(49);
  for (const told of noticed) await told.notice('shop');
  const tries = async (): Promise<readonly Try[]> => [
    ['person', 'answer', { answer: 'on_my_way' }],
    ['shop', 'withdraw'],
    ['shop', 'fulfil'],
    ['shop', 'release'],
  ];
  await race(arena(), noticed, tries, await dueOf(noticed));
});

test('one charge: marked paid × forgiven × fulfilled × released at one instant ends once, and the promise with it', async () => {
  const offerId = await stage.publish(
    terms('postpay', 'mobility', { obligations: [pay({ fixedMinor: 1_800 }, 'shop')] }),
  );
  const due = await many(() => stage.promise(offerId));
  await stage.hours(25);
  for (const [turn, told] of due.entries()) {
    const { chargeId } = (await told.seen()).charges[0];
    const all = ['/fulfil', `/charges/${chargeId}/mark-paid`, '/release', `/charges/${chargeId}/forgive`];
    const turned = [...all.slice(turn % 4), ...all.slice(0, turn % 4)];
    const ask = (path: string) => servers.ask(`/v1/pledges/${told.id}${path}`, stage.shop.key, {});
    const replies = await Promise.all(turned.map(ask));
    assert.equal(replies.filter(({ status }) => status === 200).length, 1, JSON.stringify(replies));
    const kinds = (await factsOf(stage, told)).map(({ kind }) => kind);
    assert.equal(kinds.filter((kind) => ['charge_collected', 'charge_forgiven'].includes(kind)).length, 1);
    assert.equal(kinds.filter((kind) => ENDS.includes(kind)).length, 1);
  }
});

test('a delivery out of escrow: fulfil × notice × release × declare × cancel, and what was declared × silence', async () => {
  const offerId = await stage.publish(
    terms('escrow', 'retail', { obligations: [pay({ fixedMinor: 45_000 }, 'escrow'), deliver(3)] }),
  );
  const funded = async () => {
    const told = await stage.promise(offerId);
    await tell(told, 'shop', 'fulfil');
    return told;
  };
  const late = await many(funded);
  await stage.hours(73);
  const lateTries = async (told: Told): Promise<readonly Try[]> => [
    ['person', 'fulfil'],
    ['person', 'notice', await proof(told, 'person')],
    ['person', 'release'],
    ['shop', 'declare', await proof(told, 'shop')],
    ['shop', 'cancel'],
  ];
  await race(arena(), late, lateTries, null);
  const declared = await many(funded);
  for (const told of declared) await told.delivers();
  const tries = async (told: Told): Promise<readonly Try[]> => [
    ['person', 'fulfil'],
    ['person', 'notice', await proof(told, 'person')],
    ['shop', 'cancel'],
  ];
  await race(arena(), declared, tries, await dueOf(declared));
});

test('the refund of a deposit: fulfil × notice × declare, once it is late', async () => {
  const offerId = await stage.publish(
    terms('custody', 'mobility', {
      item: thing(90_000),
      obligations: [pay({ deposit: 'ordinary_terms' }, 'custody'), returnIn(1), refundIn(2)],
      grants: [{ type: 'deposit_waiver', upToMinor: 30_000 }],
      consequences: { loss: { capMinor: 30_000 } },
      ladder: [30_000],
    }),
  );
  const back = await many(async () => {
    const told = await stage.promise(offerId);
    await tell(told, 'shop', 'fulfil');
    await tell(told, 'shop', 'fulfil');
    return told;
  });
  await stage.days(6);
  await race(
    arena(),
    back,
    async (told) => [
      ['person', 'fulfil'],
      ['person', 'notice', await proof(told, 'person')],
      ['shop', 'declare'],
    ],
    null,
  );
});

test('a target: the last report × taking back × leaving × calling off × its due time', async () => {
  const offerId = await stage.publish(
    terms('membership', 'retail', {
      obligations: [
        { type: 'reach_count', owedBy: 'promisor', count: 3, due: { afterMinutes: 1440 }, graceMinutes: 0 },
      ],
      grants: [{ type: 'discount', upToMinor: 9_000 }],
      consequences: { clawback: { capMinor: 9_000, unmet: 'all_enjoyed', leftEarly: 'pro_rata' }, unmet: 'no_mark' },
      ladder: [9_000],
      admission: admits(1),
    }),
  );
  const pledges = await many(async () => {
    const told = await stage.promise(offerId);
    for (const lineNo of ['A', 'B']) await tell(told, 'shop', 'report', { lineNo, discountMinor: 1_000 });
    return told;
  });
  const tries = async (): Promise<readonly Try[]> => [
    ['shop', 'report', { lineNo: 'C', discountMinor: 1_000 }],
    ['shop', 'take_back', { lineNo: 'A' }],
    ['shop', 'cancel'],
    ['person', 'cancel'],
  ];
  await race(arena(), pledges, tries, await dueOf(pledges));
});

test('being there: the shop’s turn late, fulfil × notice × release by the person; before, fulfil × cancel × cancel × lapse', async () => {
  const attend = (owedBy: Side | 'promisor' | 'promisee') => ({
    type: 'attend',
    owedBy,
    windowMinutes: 60,
    graceMinutes: 0,
  });
  const offerId = await stage.publish(
    terms('attend', 'care', { obligations: [attend('promisor'), attend('promisee')] }),
  );
  const booked = async () => stage.promise(offerId, { startsAt: await stage.inHours(1) });
  const waiting = await many(async () => {
    const told = await booked();
    await tell(told, 'shop', 'fulfil');
    return told;
  });
  await stage.hours(2);
  const late = async (told: Told): Promise<readonly Try[]> => [
    ['person', 'fulfil'],
    ['person', 'release'],
    ['person', 'notice', await proof(told, 'person')],
  ];
  await race(arena(), waiting, late, await dueOf(waiting));
  const early = await many(booked);
  await race(
    arena(),
    early,
    async () => [
      ['shop', 'fulfil'],
      ['shop', 'cancel'],
      ['person', 'cancel'],
    ],
    await dueOf(early),
  );
});

test('twenty who report one line count it once, and of twenty who take it back one does', async () => {
  const offerId = await stage.publish(
    terms('welfare', 'civic', {
      obligations: [
        { type: 'reach_hours', owedBy: 'promisor', hours: 9, due: { afterMinutes: 1440 }, graceMinutes: 0 },
      ],
      consequences: { unmet: 'no_mark' },
    }),
  );
  const told = await stage.promise(offerId);
  for (const round of [1, 2, 3]) {
    for (const [move, body, no] of [
      ['report', { lineNo: 'Sunday', minutes: 50 + round }, 'line_counted_already'],
      ['take-back', { lineNo: 'Sunday' }, 'line_unknown'],
    ] as const) {
      const ask = () => servers.ask(`/v1/pledges/${told.id}/${move}`, stage.shop.key, body);
      const replies = await Promise.all(Array.from({ length: 20 }, ask));
      assert.equal(replies.filter(({ status }) => status === 200).length, 1, `${move} ${round}`);
      assert.equal(replies.filter(({ body: said }) => said.code === no).length, 19, `${move} ${round}`);
      const [owed] = (await told.seen()).obligations;
      assert.equal(owed.done, move === 'report' ? 50 + round : 0);
    }
  }
});

test('after all of it the books agree and the audit finds nothing', async () => {
  await assertBooks(stage);
  assert.deepEqual(await auditSays(stage), []);
});
