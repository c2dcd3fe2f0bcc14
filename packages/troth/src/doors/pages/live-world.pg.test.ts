import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestTroth, type TestTroth } from '../api/test-troth.ts';

let troth: TestTroth;
before(async () => {
  troth = await openTestTroth();
  const made = await troth.installation.worlds.create({ name: 'live', mode: 'live', clockAt: null });
  assert.ok(made.ok);
});
after(() => troth.close());

test('in a live world cookies travel encrypted only, and no list of shops or people is shown', async () => {
  for (const path of ['/', '/sign-in']) {
    const page = await fetch(troth.url + path, { redirect: 'manual', headers: { accept: 'text/html' } });
    const cookies = page.headers.getSetCookie();
    assert.ok(cookies.length > 0);
    for (const cookie of cookies) assert.match(cookie, /Secure/);
    assert.match(page.headers.get('strict-transport-security') ?? '', /max-age=\d{7,}/);
    const text = await page.text();
    assert.doesNotMatch(text, /sandbox|id="clock"|name="person"/);
  }
});

test('in a live world nobody signs in by a click, moves the clock or plays the shop', async () => {
  const person = await troth.createPerson();
  const page = await fetch(`${troth.url}/sign-in`, { headers: { accept: 'text/html' } });
  const cookie = page.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const send = (path: string, fields: Record<string, string>) =>
    fetch(troth.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ csrf, idempotency_key: 'a-key', ...fields }),
    });
  assert.equal((await send('/sandbox/sign-in', { person: person.partyId })).status, 403);
  assert.equal((await send('/sandbox/clock', { hours: '24', back: '/' })).status, 403);
  assert.equal((await send('/sandbox/shop/plg_00000000000000000000000000000000', { move: 'begin' })).status, 401);
  assert.equal((await send('/sign-in', { contact: 'nobody@example.com' })).headers.get('location'), '/sign-in/sent');
});
