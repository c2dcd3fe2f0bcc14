import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { OWN_KINDS } from '../rooms/offer/index.ts';
import type { SandboxFile } from './sandbox-file.ts';
import { type TestPlace, type TestStart, testPlace } from './test-command.ts';

const sh = async (line: string) => (await promisify(execFile)('sh', ['-c', line])).stdout;

let place: TestPlace;
let started: TestStart;
const file = (): SandboxFile => JSON.parse(readFileSync(join(place.directory, 'sandbox.json'), 'utf8')) as SandboxFile;
const pasted = () => /^curl .*$/m.exec(started.said)?.[0] ?? 'false';

before(async () => {
  place = testPlace();
  started = await place.start();
});
after(async () => {
  await started.stop('SIGTERM');
  place.remove();
});

test('the line to paste makes an order, and pasted twice it is the same order', async () => {
  const first = JSON.parse(await sh(pasted())) as { pledgeId: string; state: string };
  assert.equal(first.state, 'offered', JSON.stringify(first));
  assert.deepEqual(JSON.parse(await sh(pasted())), first);
});

test('everything it says to open is there', async () => {
  for (const [address] of started.said.matchAll(/http:\/\/\S+/g)) {
    if (address.endsWith('/v1/pledges')) continue;
    const page = await fetch(address);
    assert.equal(page.status, 200, address);
    assert.match(page.headers.get('content-type') ?? '', /text\/html/, address);
  }
});

test('the files with keys are for their owner’s eyes only', () => {
  for (const name of ['sandbox.json', 'sandbox.env'])
    assert.equal(statSync(join(place.directory, name)).mode & 0o777, 0o600);
});

test('the clock is moved through the server that runs, which sees it at once', async () => {
  const { url, operatorKey } = file();
  const now = async () =>
    (
      (await (await fetch(`${url}/v1/clock`, { headers: { authorization: `Bearer ${operatorKey}` } })).json()) as {
        now: string;
      }
    ).now;
  const from = Date.parse(await now());
  const { code, err } = await place.run('clock', 'advance', '2d');
  assert.equal(code, 0, err);
  assert.equal(Date.parse(await now()) - from, 2 * 86_400_000);
});

test('a shop is made, its offer published, its order shown and its key rotated', async () => {
  const made = await place.run('merchant', 'create', 'Corner Tools', '--zh', '街角工具');
  const key = /trk_test_\S+/.exec(made.out)?.[0] ?? '';
  const published = await place.run('offer', 'publish', 'umbrella', '--key', key);
  assert.match(published.out, /ofr_[0-9a-f]{32}/, published.err);
  const { pledgeId } = JSON.parse(await sh(pasted())) as { pledgeId: string };
  const shown = await place.run('pledge', 'show', pledgeId);
  assert.match(shown.out, /pledge\.offered/, shown.err);
  const rotated = await place.run('key', 'rotate');
  assert.match(rotated.out, /trk_test_/, rotated.err);
  assert.ok(rotated.out.includes(file().shops[0]?.key ?? 'none'), 'the file has the new key');
});

test('the tour walks beside the running sandbox, in a world of its own, and leaves the sandbox where it was', async () => {
  const { url, operatorKey } = file();
  const clock = async () =>
    (await (await fetch(`${url}/v1/clock`, { headers: { authorization: `Bearer ${operatorKey}` } })).json()) as object;
  const before = await clock();
  const { code, out, err } = await place.run('tour', '--locale', 'en');
  assert.equal(code, 0, err);
  for (const { name } of OWN_KINDS.values()) assert.ok(out.includes(`  ${name.en} · `), `${name.en}: ${out}`);
  process.stdout.write(`${out.trim().split('\n').at(-1)}\n`);
  assert.deepEqual(await clock(), before);
  const audited = await place.run('audit', '--world', 'tour');
  assert.equal(audited.code, 0, audited.out);
});

test('what cannot be done is said in a sentence, without a stack', async () => {
  const nobody = '00000000000000000000000000000000';
  for (const [args, words] of [
    [['clock', 'advance', 'soon'], /neither a span/],
    [['offer', 'publish', 'no-such-offer'], /ready-made/],
    [['pledge', 'show', `plg_${nobody}`], /no such pledge/],
    [['merchant', 'create', 'X', '--url', 'http://127.0.0.1:1', '--key', 'k'], /Nobody answers/],
    [['key', 'rotate', '--shop', 'nowhere'], /There are: /],
  ] as const) {
    const { code, err } = await place.run(...args);
    assert.equal(code, 1, args.join(' '));
    assert.match(err, words);
    assert.doesNotMatch(err, /\n\s+at /);
  }
});

test('a second start in the same directory says where the first one is', async () => {
  const { code, err } = await place.run('start');
  assert.equal(code, 1);
  assert.match(err, /already runs/);
  assert.ok(err.includes(file().url), err);
});

test('stopped and started again, keys and pledges are the same', async () => {
  const before = file();
  const { pledgeId } = JSON.parse(await sh(pasted())) as { pledgeId: string };
  assert.equal(await started.stop('SIGINT'), 0);
  started = await place.start();
  assert.deepEqual({ ...file(), url: '' }, { ...before, url: '' });
  assert.equal((await place.run('pledge', 'show', pledgeId)).code, 0);
  assert.equal(await started.stop('SIGTERM'), 0);
});

test('with no server running a command brings the database up for itself and takes it down again', async () => {
  const { code, out, err } = await place.run('clock', 'advance', '1h');
  assert.equal(code, 0, err);
  assert.match(out, /clock/);
});

test('another master key than the one the database was made with is refused', async () => {
  await assert.rejects(place.start({ TROTH_MASTER_KEY: 'ab'.repeat(32) }), /not the key this database was made with/);
});

test('a file with keys that is lost is written anew, with keys that work', async () => {
  const before = file();
  rmSync(join(place.directory, 'sandbox.json'));
  started = await place.start();
  assert.equal(file().shops.length, before.shops.length + 1, 'with the shop made above');
  assert.equal(JSON.parse(await sh(pasted())).state, 'offered');
});

test('a taken port is named and nothing is left running', async () => {
  const other = testPlace();
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  try {
    const { port } = taken.address() as { port: number };
    await assert.rejects(other.start({ PORT: String(port) }), new RegExp(`Port ${port} .* is taken`));
  } finally {
    taken.close();
    other.remove();
  }
});

test('a live installation refuses to start without a master key of its own, and with the one everybody knows', async () => {
  const other = testPlace();
  try {
    await assert.rejects(other.start({ TROTH_MODE: 'live' }), /TROTH_MASTER_KEY is missing/);
    await assert.rejects(
      other.start({ TROTH_MODE: 'live', TROTH_MASTER_KEY: 'zz' }),
      /TROTH_MASTER_KEY must be 32 bytes/,
    );
  } finally {
    other.remove();
  }
});

test('the books of a shop are printed with charges that add up, and a statement is compared line by line', async () => {
  const shop = file().shops[0];
  assert.ok(shop);
  for (const named of [shop.merchantId, shop.name.en]) {
    const books = await place.run('books', '--shop', named);
    assert.match(books.out, new RegExp(`^${shop.merchantId}, as at`), books.err);
  }
  assert.match((await place.run('books')).out, /^all shops/);
  const { url } = file();
  const ask = { headers: { authorization: `Bearer ${shop.key}` } };
  const { movements } = (await (await fetch(`${url}/v1/books/movements`, ask)).json()) as {
    movements: { transferId: string; amountMinor: number; currency: string; effectiveAt: string }[];
  };
  const statement = join(place.directory, 'statement.csv');
  const lines = movements.map((one) => `${one.transferId},${one.amountMinor},${one.currency},${one.effectiveAt}`);
  const write = (more: readonly string[]) =>
    writeFileSync(statement, ['reference,amountMinor,currency,at', ...lines, ...more].join('\n'));
  write([]);
  const same = await place.run('books', 'reconcile', statement, '--shop', shop.merchantId);
  assert.match(same.out, /Every line agrees/, same.err);
  assert.equal(same.code, 0);
  write(['nobody,100,JPY,2026-01-01T00:00:00Z']);
  const differs = await place.run('books', 'reconcile', statement, '--shop', shop.merchantId);
  assert.match(differs.out, /nobody {2}statement 对账单 \S+100 {2}books 账 - {2}NOT IN THE BOOKS/, differs.err);
  assert.equal(differs.code, 1);
  write(['nobody,1.5,JPY,2026-01-01T00:00:00Z']);
  const unread = await place.run('books', 'reconcile', statement, '--shop', shop.merchantId);
  assert.match(unread.err, /statement_amount_not_whole/);
});

test('members of an offer are counted, and a block settlement is compared line by line', async () => {
  const { url, shops } = file();
  const read = async (path: string, key: string) =>
    (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } })).json() as Promise<
      Record<string, never>
    >;
  for (const { key, merchantId } of shops) {
    const { offers } = (await read('/v1/offers', key)) as unknown as { offers: { offerId: string }[] };
    for (const { offerId } of offers) {
      const { terms } = (await read(`/v1/offers/${offerId}`, key)) as unknown as { terms: { kind: string } };
      if (terms.kind !== 'membership') continue;
      const told = await place.run('members', offerId, '--shop', merchantId);
      assert.match(told.out, /members 会员: new 新 \d+, returning 回头 \d+, lost 流失 \d+/, told.err);
      const settlement = join(place.directory, 'settlement.csv');
      const unknown = `plg_${'0'.repeat(32)}`;
      writeFileSync(settlement, `pledgeId,lineNo,count,amountMinor,discountMinor\n${unknown},X-1,1,100,10\n`);
      const args = ['members', 'reconcile', settlement, '--offer', offerId, '--shop', merchantId];
      const differs = await place.run(...args);
      assert.match(differs.out, /X-1 {2}ONLY IN THE SETTLEMENT/, differs.err);
      assert.equal(differs.code, 1);
      writeFileSync(settlement, 'pledgeId,lineNo\n');
      assert.match((await place.run(...args)).err, /settlement_column_missing, line 1: count/);
      return;
    }
  }
  assert.fail('the sandbox has a membership');
});

test('a shop that holds nobody’s deposit has no creditors', async () => {
  const shop = file().shops[0];
  assert.ok(shop);
  const listed = await place.run('custody', 'collapse', '--shop', shop.merchantId, '--list');
  assert.match(listed.out, /Nobody is owed a deposit/, listed.err);
  const paid = await place.run('custody', 'collapse', '--shop', shop.name.en);
  assert.equal(paid.code, 1);
  assert.match(paid.err, /Nobody is owed a deposit by this shop/);
});
