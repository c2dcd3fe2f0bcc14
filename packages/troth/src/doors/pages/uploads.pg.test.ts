import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAsOwner } from '../../platform/db/test-migrated.ts';
import { EVIDENCE_BYTES_MAX, EVIDENCE_TYPES } from '../api/evidence-limits.ts';
import { freshKey } from '../api/test-routes.ts';
import { assertNothingWritten, readAllRows } from '../api/test-rows.ts';
import { evidenceFor, move, must, type Person, promise, type Shop } from '../api/test-story.ts';
import { openTestTroth, type TestTroth } from '../api/test-troth.ts';

let troth: TestTroth;
let shop: Shop;
let person: Person;
/** A pledge about which the shop has given notice. */
let pledgeId: string;
before(async () => {
  troth = await openTestTroth();
  shop = await troth.createMerchant();
  person = await troth.createPerson();
  const camera = await troth.publish(shop.key, 'camera');
  pledgeId = await promise(troth, person, camera);
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  await troth.advance(24 * 6);
  const evidenceIds = [await evidenceFor(troth, shop.key, pledgeId)];
  must(await move(troth, shop.key, pledgeId, 'notice', { evidenceIds }), 200, 'notice');
});
after(() => troth.close());

const cookie = (of: Person) => `troth_session=${of.session}; troth_lang=en`;
const open = async (path: string, of: Person = person) =>
  (await fetch(troth.url + path, { headers: { accept: 'text/html', cookie: cookie(of) } })).text();

/** The hidden fields of the form with this action. */
async function hidden(page: string, action: string): Promise<Record<string, string>> {
  const form = (await open(page)).split('<form ').find((part) => part.includes(`action="${action}"`));
  assert.ok(form, `${page} has no form ${action}`);
  const inputs = form.slice(0, form.indexOf('</form>')).matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name, value]));
}

const action = () => `/p/${pledgeId}/evidence`;
const fields = () => hidden(`/p/${pledgeId}`, action());
const fileOf = (content: string | Buffer, type = 'image/png', name = '我的照片 at home.png') =>
  new File([typeof content === 'string' ? content : new Uint8Array(content)], name, { type });

function formOf(of: Readonly<Record<string, string>>, ...files: File[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(of)) form.append(name, value);
  files.forEach((file, i) => {
    form.append(i === 0 ? 'file' : `file${i}`, file);
  });
  return form;
}

async function send(body: FormData | string, headers: Record<string, string> = {}, path = action(), of = person) {
  const ours = { accept: 'text/html', cookie: cookie(of), 'sec-fetch-site': 'same-origin', origin: troth.url };
  const reply = await fetch(troth.url + path, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { ...ours, ...headers },
  });
  return { status: reply.status, text: await reply.text(), to: reply.headers.get('location') };
}

async function pieces(): Promise<{ evidenceId: string; suppliedBy: string; mediaType: string; sizeBytes: number }[]> {
  return must(await troth.call('GET', `/v1/pledges/${pledgeId}/evidence`, { token: shop.key }), 200, 'list').body
    .evidence;
}

test('a person brings a file with a plain form: sealed, without its name, read by both sides, and once however often it is sent', async () => {
  const before_ = (await pieces()).length;
  const form = formOf(await fields(), fileOf('a photograph of the desk'));
  const first = await send(form);
  assert.deepEqual([first.status, first.to], [303, `/p/${pledgeId}`], first.text);
  assert.equal((await send(form)).status, 303);
  const all = await pieces();
  assert.equal(all.length, before_ + 1, 'sent twice, kept once');
  const piece = all.find((one) => one.mediaType === 'image/png');
  assert.equal(piece?.suppliedBy, 'person');
  const path = `/v1/pledges/${pledgeId}/evidence/${piece?.evidenceId}`;
  for (const token of [shop.key, person.session]) {
    const { contentBase64 } = must(await troth.call('GET', path, { token }), 200, 'read').body;
    assert.equal(Buffer.from(contentBase64, 'base64').toString(), 'a photograph of the desk');
  }
  assert.match(await open(`/p/${pledgeId}`), /What you brought[\s\S]*\/evidence\/evd_/);
  const rows = await askAsOwner(troth.ownerUrl, 'select e::text as row, content_sealed from evidence e');
  for (const { row, content_sealed: sealed } of rows) {
    assert.ok(!row.includes('at home') && !row.includes('照片'), 'no name of a file is kept');
    assert.ok(!sealed.includes('photograph'), 'sealed');
  }
});

test('it stands where a notice is answered and where a fact is contested, and needs no script', async () => {
  for (const page of [`/p/${pledgeId}`, `/p/${pledgeId}/why`]) {
    const text = await open(page);
    assert.match(
      text,
      /<form method="post" action="\/p\/plg_[0-9a-f]+\/evidence" id="evidence" enctype="multipart\/form-data">/,
    );
    for (const type of EVIDENCE_TYPES) assert.ok(text.includes(type), type);
    assert.doesNotMatch(text, /<script/);
  }
});

test('without its token, with another’s, from another site, without a session, or for another’s pledge nothing is kept', async () => {
  const other = await troth.createPerson();
  const whole = await fields();
  const { csrf: _token, ...without } = whole;
  const file = fileOf('x');
  const rows = await readAllRows(troth);
  const refused: [number, Awaited<ReturnType<typeof send>>][] = [
    [403, await send(formOf(without, file))],
    [403, await send(formOf({ ...whole, csrf: 'x' }, file))],
    [403, await send(formOf(whole, file), { 'sec-fetch-site': 'cross-site' })],
    [403, await send(formOf(whole, file), { origin: 'https://evil.example' })],
    [403, await send(formOf(whole, file), {}, action(), other)],
    [404, await send(formOf(whole, file), {}, `/p/plg_${'0'.repeat(32)}/evidence`)],
  ];
  for (const [status, reply] of refused) assert.equal(reply.status, status, reply.text.slice(0, 200));
  assertNothingWritten(rows, await readAllRows(troth), 'refused');
});

test('limits are those of the API: type, size and one file; a body beyond them is never held, and gets a page', async () => {
  const rows = await readAllRows(troth);
  const whole = await fields();
  const large = (size: number) => fileOf(Buffer.alloc(size, 1));
  const refused: [number, Awaited<ReturnType<typeof send>>][] = [
    [422, await send(formOf(whole))],
    [422, await send(formOf(whole, fileOf('')))],
    [422, await send(formOf(whole, fileOf('<html>', 'text/html')))],
    [422, await send(formOf(whole, fileOf('x', '')))],
    [400, await send(formOf(whole, fileOf('one'), fileOf('two')))],
    [413, await send(formOf(whole, large(EVIDENCE_BYTES_MAX + 1)))],
    [413, await send(formOf(whole, large(4_000_000)))],
    [400, await send('--x\r\nnot a form', { 'content-type': 'multipart/form-data; boundary=x' })],
    [400, await send('no boundary', { 'content-type': 'multipart/form-data' })],
    [415, await send(formOf(whole, fileOf('x')), {}, `/p/${pledgeId}/answer`)],
  ];
  for (const [status, reply] of refused) {
    assert.equal(reply.status, status, reply.text.slice(0, 300));
    if (status === 413) assert.match(reply.text, new RegExp(`href="/p/${pledgeId}"`), 'the way back');
  }
  const asJson = (size: number) => ({
    token: person.session,
    body: { mediaType: 'image/png', contentBase64: Buffer.alloc(size, 1).toString('base64') },
  });
  const path = `/v1/pledges/${pledgeId}/evidence`;
  assert.equal((await troth.call('POST', path, asJson(EVIDENCE_BYTES_MAX + 1))).body.code, 'evidence_too_large');
  assertNothingWritten(rows, await readAllRows(troth), 'refused');
  must(await troth.call('POST', path, asJson(EVIDENCE_BYTES_MAX)), 201, 'the largest');
  assert.equal((await send(formOf(await fields(), large(EVIDENCE_BYTES_MAX)))).status, 303, 'the largest');
});

test('the API takes no multipart body', async () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x', 'idempotency-key': freshKey() };
  const reply = await troth.call('POST', `/v1/pledges/${pledgeId}/evidence`, {
    token: person.session,
    headers,
    raw: '--x--\r\n',
  });
  assert.deepEqual([reply.status, reply.body.code], [415, 'unsupported_media_type']);
});

test('a contest on the page: the mark and the words stand at the fact, escaped; what is missing is said', async () => {
  const path = `/p/${pledgeId}/contest`;
  const whole = await hidden(`/p/${pledgeId}/why`, path);
  const { body } = await troth.call('GET', `/v1/me/pledges/${pledgeId}`, { token: person.session });
  const subject = body.facts.find((fact: { kind: string }) => fact.kind === 'noticed').factId;
  const post = (more: Record<string, string>) =>
    send(
      new URLSearchParams({ ...whole, ...more }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded' },
      path,
    );
  assert.equal((await post({ subject })).status, 422);
  assert.equal((await post({ words: 'not so' })).status, 422);
  const said = await post({ subject, words: '我还了 <b>at nine</b>' });
  assert.deepEqual([said.status, said.to], [303, `/p/${pledgeId}/why`], said.text);
  for (const page of [`/p/${pledgeId}`, `/p/${pledgeId}/why`])
    assert.match(await open(page), /Contested[\s\S]*我还了 &lt;b&gt;at nine&lt;\/b&gt;/);
});

test('what the shop contests is answered on the page, once, in escaped words; what it says was put right stands there too', async () => {
  const { body } = await troth.call('GET', `/v1/me/pledges/${pledgeId}`, { token: person.session });
  const { factId } = body.facts.find((fact: { kind: string }) => fact.kind === 'accepted');
  const contested = { token: shop.key, body: { statement: 'nobody <i>agreed</i>' } };
  const path = `/v1/pledges/${pledgeId}/facts/${factId}/contest`;
  const { disputeId } = must(await troth.call('POST', path, contested), 201, 'contest').body;
  const page = await open(`/p/${pledgeId}`);
  assert.match(page, /The shop’s words[\s\S]*nobody &lt;i&gt;agreed&lt;\/i&gt;[\s\S]*You can answer until/);
  assert.match(page, /data-situation="disputed"/);
  const action = `/p/${pledgeId}/answer-dispute`;
  const whole = await hidden(`/p/${pledgeId}`, action);
  const post = (more: Record<string, string>) =>
    send(
      new URLSearchParams({ ...whole, ...more }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded' },
      action,
    );
  assert.equal((await post({ dispute: disputeId })).status, 422);
  assert.equal((await post({ dispute: 'x', words: 'y' })).status, 404);
  const said = await post({ dispute: disputeId, words: '我 <b>did</b>' });
  assert.deepEqual([said.status, said.to], [303, `/p/${pledgeId}`], said.text);
  const after = await open(`/p/${pledgeId}`);
  assert.match(after, /Your words[\s\S]*我 &lt;b&gt;did&lt;\/b&gt;[\s\S]*Both sides have spoken/);
  assert.doesNotMatch(after, /answer-dispute/);
});
