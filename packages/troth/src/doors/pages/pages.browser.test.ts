import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page, Request } from 'playwright-core';
import { renderAccept } from './accept.ts';
import { renderError, renderLinkLanding, renderSignInSent } from './doors.ts';
import { acceptExample, acceptStates, liveShell, to } from './examples.ts';
import { errorExample, frontExample, myWordExample, pledgeExample, points, situations, thin, whyExample } from './examples-file.ts';
import { renderFront } from './front.ts';
import { renderMyWord } from './my-word.ts';
import { renderPledge } from './pledge.ts';
import { PAGE_CONTENT_SECURITY_POLICY, trothCss } from './stylesheet.ts';
import { openTestBrowser } from './test-browser.ts';
import { renderWhy } from './why.ts';
import { LOCALES } from './words.ts';

const ORIGIN = 'http://troth.test';
const pages = new Map<string, string>();
for (const locale of LOCALES) {
  for (const [name, state] of Object.entries(acceptStates(locale))) pages.set(`/accept-${name}-${locale}`, renderAccept(acceptExample(locale, state)));
  for (const [situation, actions] of situations) pages.set(`/pledge-${situation.kind}-${locale}`, renderPledge(pledgeExample(locale, situation, actions)));
  for (const number of [points, thin]) {
    pages.set(`/why-${number.kind}-${locale}`, renderWhy(whyExample(locale, number)));
    pages.set(`/word-${number.kind}-${locale}`, renderMyWord(myWordExample(locale, number)));
  }
  pages.set(`/front-${locale}`, renderFront(frontExample(locale)));
  for (const status of [404, 422, 500]) pages.set(`/error-${status}-${locale}`, renderError(errorExample(locale, status)));
  pages.set(`/sent-${locale}`, renderSignInSent({ shell: liveShell(locale), validMinutes: 10, againHref: '/sign-in' }));
  pages.set(`/link-${locale}`, renderLinkLanding({ shell: liveShell(locale), link: { kind: 'usable', target: to('/link'), name: 'Lin Xiao' } }));
}

let browser: Browser | null = null;
before(async () => {
  browser = await openTestBrowser();
  if (browser === null) console.error('NO BROWSER ON THIS MACHINE: the pages were not looked at in one.');
});
after(async () => {
  await browser?.close();
});

interface Visit {
  readonly page: Page;
  readonly posts: Request[];
  readonly complaints: string[];
}

/** A phone that knows only these pages; what it complains about (a broken policy, for one) is collected. */
async function visit(open: Browser, widthPx: number, colorScheme: 'light' | 'dark'): Promise<Visit> {
  const context = await open.newContext({ viewport: { width: widthPx, height: 800 }, colorScheme });
  const page = await context.newPage();
  const posts: Request[] = [];
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.route('**/*', async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    if (request.method() === 'POST') posts.push(request);
    if (pathname === '/assets/troth.css') return await route.fulfill({ contentType: 'text/css', body: trothCss });
    const body = request.method() === 'GET' ? pages.get(pathname) : '<!doctype html><title>posted</title>';
    if (body === undefined) return await route.fulfill({ status: 204 });
    await route.fulfill({ contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': PAGE_CONTENT_SECURITY_POLICY }, body });
  });
  return { page, posts, complaints };
}

/** Everything wrong with the layout of the open page, measured in the browser. */
async function faults(page: Page): Promise<readonly string[]> {
  return await page.evaluate<string[]>(`(() => {
    const out = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) out.push('overflows by ' + (root.scrollWidth - root.clientWidth));
    const seen = (el) => el.checkVisibility() && el.getClientRects().length > 0;
    for (const el of document.querySelectorAll('a, button, summary, input:not([type=hidden]), textarea, select')) {
      if (!seen(el)) continue;
      const box = el.getBoundingClientRect();
      const what = el.outerHTML.slice(0, 90);
      if (box.width < 24 || box.height < 24) out.push('too small to tap (' + box.width + '×' + box.height + '): ' + what);
      if (box.left < -0.5 || box.right > root.clientWidth + 0.5) if (!el.matches('.skip')) out.push('sticks out: ' + what);
      if (el.matches('input, textarea, select')) { if (el.labels.length === 0) out.push('no label: ' + what); }
      else if ((el.textContent || '').trim() === '') out.push('no words: ' + what);
    }
    return out;
  })()`);
}

test('at 360 and 390 px nothing overflows, everything can be tapped, every input has a label, and no policy is broken', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  for (const widthPx of [360, 390]) {
    const { page, complaints } = await visit(browser, widthPx, 'light');
    for (const path of pages.keys()) {
      await page.goto(ORIGIN + path);
      assert.deepEqual(await faults(page), [], `${path} at ${widthPx}`);
    }
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
});

test('at 320 px, a page enlarged fourfold, nothing scrolls sideways', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  const { page } = await visit(browser, 320, 'light');
  for (const path of ['/accept-part-en', '/pledge-noticed-en', '/why-points-en', '/word-points-en', '/front-en']) {
    await page.goto(ORIGIN + path);
    assert.deepEqual((await faults(page)).filter((fault) => fault.startsWith('overflows')), [], path);
  }
  await page.context().close();
});

test('the keyboard reaches every control, in the order of the page', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  const { page } = await visit(browser, 360, 'light');
  for (const path of ['/accept-full-zh', '/accept-signInLive-en', '/accept-refused-en', '/pledge-noticed-zh', '/pledge-due-en', '/why-points-en', '/word-points-zh', '/front-en']) {
    await page.goto(ORIGIN + path);
    // An untouched group of radio buttons is one stop; arrow keys move inside it.
    const wanted = await page.evaluate<number>(`(() => {
      const groups = new Set();
      window.stops = [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), textarea, select')].filter((el) => {
        if (!el.checkVisibility()) return false;
        if (el.type !== 'radio') return true;
        if (groups.has(el.name)) return false;
        groups.add(el.name);
        return true;
      });
      return window.stops.length;
    })()`);
    const reached: number[] = [];
    for (let i = 0; i < wanted; i += 1) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate<number>('window.stops.indexOf(document.activeElement)'));
    }
    assert.deepEqual(reached, Array.from({ length: wanted }, (_, i) => i), path);
  }
  await page.context().close();
});

test('without the tick "I promise" sends nothing; ordinary terms need no tick', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  const { page, posts } = await visit(browser, 390, 'light');
  await page.goto(`${ORIGIN}/accept-full-en`);
  await page.getByRole('button', { name: 'Tick the consent above first' }).click();
  assert.equal(posts.length, 0);
  assert.equal(await page.evaluate('document.activeElement.id'), 'consent');
  await page.getByRole('button', { name: 'Pay a ¥3,000 deposit instead' }).click();
  assert.deepEqual(posts.map((post) => new URL(post.url()).pathname), ['/a/canon/ordinary']);
  await page.goto(`${ORIGIN}/accept-full-en`);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'I promise' }).click();
  const sent = new URLSearchParams(posts.at(-1)?.postData() ?? '');
  assert.equal(new URL(posts.at(-1)?.url() ?? ORIGIN).pathname, '/a/canon/promise');
  assert.deepEqual(Object.fromEntries(sent), { csrf: 'csrf-token', idempotency_key: 'key-0001', shown_waived_minor: '300000', consent: 'deposit_waiver.v1' });
  await page.context().close();
});

test('the two buttons of the accept page have the same size', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  const { page } = await visit(browser, 390, 'light');
  for (const path of ['/accept-full-zh', '/accept-part-en', '/accept-termsChanged-zh', '/accept-attend-en']) {
    await page.goto(ORIGIN + path);
    const [promise, ordinary] = await Promise.all(['.btn-promise', '#ordinary .btn'].map((selector) => page.locator(selector).boundingBox()));
    assert.deepEqual([promise?.width, promise?.height], [ordinary?.width, ordinary?.height], path);
  }
  await page.context().close();
});

test('an answer to a notice carries the choice, the words and the file', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  const { page, posts } = await visit(browser, 360, 'light');
  await page.goto(`${ORIGIN}/pledge-noticed-en`);
  await page.getByRole('radio', { name: 'This is wrong' }).check();
  await page.getByLabel('In your own words (optional)').fill('It stands in the rack.');
  await page.getByLabel('Add a photo or a file (optional)').setInputFiles({ name: 'rack.png', mimeType: 'image/png', buffer: Buffer.from('89504e47', 'hex') });
  await page.getByRole('button', { name: 'Send my answer' }).click();
  assert.match((await posts[0]?.headerValue('content-type')) ?? '', /^multipart\/form-data/);
  await page.context().close();
});

test('at night the page is dark', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  const { page } = await visit(browser, 390, 'dark');
  await page.goto(`${ORIGIN}/word-points-zh`);
  assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(22, 21, 18)');
  await page.context().close();
});
