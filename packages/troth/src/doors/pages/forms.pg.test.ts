import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestTroth, type TestTroth } from '../api/test-troth.ts';

let troth: TestTroth;
before(async () => {
  troth = await openTestTroth();
});
after(() => troth.close());

/** A browser as far as cookies and forms go. */
class Visitor {
  readonly cookies = new Map<string, string>();

  async get(
    path: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string; headers: Headers }> {
    return this.#ask('GET', path, null, headers);
  }

  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
    return this.#ask('POST', path, new URLSearchParams(fields).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      origin: troth.url,
      ...headers,
    });
  }

  /** The hidden fields of the form with this action on that page. */
  async fields(path: string, action: string): Promise<Record<string, string>> {
    const { text } = await this.get(path);
    const form = text.split('<form ').find((part) => part.includes(`action="${action}"`));
    assert.ok(form !== undefined, `${path} has no form ${action}: ${text.slice(0, 400)}`);
    const inputs = form
      .slice(0, form.indexOf('</form>'))
      .matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
    return Object.fromEntries([...inputs].map(([, name, value]) => [name, value]));
  }

  async #ask(method: string, path: string, body: string | null, headers: Record<string, string>) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(troth.url + path, {
      method,
      body,
      redirect: 'manual',
      headers: { accept: 'text/html', cookie, ...headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { status: response.status, text: await response.text(), headers: response.headers };
  }
}

async function signedIn(): Promise<Visitor> {
  const person = await troth.createPerson();
  const visitor = new Visitor();
  const fields = await visitor.fields('/sign-in', '/sandbox/sign-in');
  const answer = await visitor.post('/sandbox/sign-in', { ...fields, person: person.partyId });
  assert.equal(answer.status, 303, answer.text);
  return visitor;
}

test('every page forbids script, frames and strangers’ forms, and is kept by nobody', async () => {
  const { headers } = await new Visitor().get('/');
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('x-frame-options'), 'DENY');
  assert.equal(headers.get('cache-control'), 'no-store');
});

test('the session lies in a cookie that scripts cannot read and other sites do not send', async () => {
  const visitor = new Visitor();
  const person = await troth.createPerson();
  const fields = await visitor.fields('/sign-in', '/sandbox/sign-in');
  const answer = await visitor.post('/sandbox/sign-in', { ...fields, person: person.partyId });
  const line = answer.headers.getSetCookie().find((one) => one.startsWith('troth_session=')) ?? '';
  assert.match(line, /HttpOnly/);
  assert.match(line, /SameSite=Lax/);
});

test('a form is refused without its token, with another’s, from another site, or from another origin', async () => {
  const shop = await troth.createMerchant();
  const offerId = await troth.publish(shop.key, 'umbrella');
  const [visitor, other] = [await signedIn(), await signedIn()];
  const path = `/a/${offerId}`;
  const fields = await visitor.fields(path, `${path}/promise`);
  const { csrf = '', ...rest } = fields;
  const without = { ...rest, consent: 'deposit_waiver/1' };
  const whole = { ...without, csrf };
  const theirs = await other.fields(path, `${path}/promise`);
  const refused = [
    await visitor.post(`${path}/promise`, without),
    await visitor.post(`${path}/promise`, { ...whole, csrf: theirs.csrf ?? '' }),
    await visitor.post(`${path}/promise`, whole, { 'sec-fetch-site': 'cross-site' }),
    await visitor.post(`${path}/promise`, whole, { 'sec-fetch-site': 'same-site' }),
    await visitor.post(`${path}/promise`, whole, { origin: 'https://evil.example' }),
    await visitor.post(`${path}/promise`, whole, { origin: 'null' }),
  ];
  for (const answer of refused) assert.equal(answer.status, 403);
  const agreed = await visitor.post(`${path}/promise`, whole);
  assert.equal(agreed.status, 303, agreed.text);
  const twice = await visitor.post(`${path}/promise`, whole);
  assert.equal(twice.headers.get('location'), agreed.headers.get('location'), 'sent twice, promised once');
});

test('keys open no page, in the header or in the cookie', async () => {
  const shop = await troth.createMerchant();
  const visitor = new Visitor();
  visitor.cookies.set('troth_session', shop.key);
  for (const headers of [{}, { authorization: `Bearer ${shop.key}` }]) {
    const answer = await visitor.get('/me', headers);
    assert.equal(answer.status, 303);
    assert.match(answer.headers.get('location') ?? '', /^\/sign-in\?back=%2Fme$/);
  }
  const person = await troth.createPerson();
  const bearer = await new Visitor().get('/me', { authorization: `Bearer ${person.session}` });
  assert.equal(bearer.status, 303, 'a bearer is for the API');
});

test('another person’s pledge is not found, and signing out ends the session', async () => {
  const shop = await troth.createMerchant();
  const offerId = await troth.publish(shop.key, 'umbrella');
  const [mine, other] = [await signedIn(), await signedIn()];
  const path = `/a/${offerId}`;
  const agreed = await mine.post(`${path}/promise`, {
    ...(await mine.fields(path, `${path}/promise`)),
    consent: 'deposit_waiver/1',
  });
  const place = (agreed.headers.get('location') ?? '').replace('/agreed', '');
  assert.equal((await mine.get(place)).status, 200);
  for (const page of [place, `${place}/why`, `${place}/agreed`]) assert.equal((await other.get(page)).status, 404);
  const stolen = mine.cookies.get('troth_session') ?? '';
  await mine.post('/sign-out', await mine.fields('/me', '/sign-out'));
  assert.equal(mine.cookies.has('troth_session'), false);
  const thief = new Visitor();
  thief.cookies.set('troth_session', stolen);
  assert.equal((await thief.get('/me')).status, 303);
});

test('a one-time link shows a button, signs in once, and never leads off this site', async () => {
  await troth.call('POST', '/v1/persons', {
    token: troth.operatorKey,
    body: { name: '林晓', contact: 'lin@example.com', locale: 'zh' },
  });
  await troth.call('POST', '/v1/sign-in/links', { body: { contact: 'lin@example.com' } });
  for (let tries = 0; troth.links.length === 0 && tries < 100; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const path = troth.links[0]?.path ?? '';
  const visitor = new Visitor();
  assert.equal((await visitor.get(path)).status, 200);
  const fields = await visitor.fields(path, path);
  assert.equal((await visitor.post(path, fields)).headers.get('location'), '/me');
  assert.equal((await visitor.get('/me')).status, 200);
  assert.match((await new Visitor().get(path)).text, /用过或过期/);
  for (const back of ['https://evil.example', '//evil.example', '/\\evil.example']) {
    const answer = await visitor.get(`/sign-in?back=${encodeURIComponent(back)}`);
    assert.equal(answer.headers.get('location'), '/');
  }
});

test('both languages: asked for, remembered, or as the browser prefers', async () => {
  const visitor = new Visitor();
  assert.match((await visitor.get('/', { 'accept-language': 'en-GB,en;q=0.9' })).text, /<html lang="en">/);
  assert.match(
    (await visitor.get('/', { 'accept-language': 'fr, zh-CN;q=0.8, en;q=0.5' })).text,
    /<html lang="zh-CN">/,
  );
  assert.match((await visitor.get('/?lang=en')).text, /<html lang="en">/);
  assert.match((await visitor.get('/', { 'accept-language': 'zh-CN' })).text, /<html lang="en">/);
});

test('a missing page is a page for readers and a problem for programs', async () => {
  const reader = await new Visitor().get('/nowhere');
  assert.equal(reader.status, 404);
  assert.match(reader.text, /<h1>这里没有东西<\/h1>/);
  const program = await troth.call('GET', '/v1/nowhere');
  assert.equal(program.body.code, 'not_found');
  assert.equal((await new Visitor().get('/p/plg_1')).status, 303);
  assert.equal((await new Visitor().get('/a/ofr_1')).status, 404);
});

test('ordinary terms stand open to everybody and write nothing', async () => {
  const shop = await troth.createMerchant();
  const offerId = await troth.publish(shop.key, 'camera');
  const visitor = new Visitor();
  const fields = await visitor.fields(`/a/${offerId}`, `/a/${offerId}/ordinary`);
  const answer = await visitor.post(`/a/${offerId}/ordinary`, fields);
  assert.equal(answer.status, 303);
  const { text } = await visitor.get(answer.headers.get('location') ?? '');
  assert.match(text, /没有记任何东西/);
});
