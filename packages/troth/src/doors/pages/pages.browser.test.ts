import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { openTestBrowser } from './test-browser.ts';
import { faults, ORIGIN, pages, visit } from './test-phone.ts';

let browser: Browser | null = null;
before(async () => {
  browser = await openTestBrowser();
  if (browser === null) console.error('NO BROWSER ON THIS MACHINE: the pages were not looked at in one.');
});
after(async () => {
  await browser?.close();
});

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
  for (const path of [
    '/accept-part-en',
    '/pledge-noticed-en',
    '/why-points-en',
    '/word-points-en',
    '/front-en',
    '/chart-en',
    '/coverage-en',
  ]) {
    await page.goto(ORIGIN + path);
    assert.deepEqual(
      (await faults(page)).filter((fault) => fault.startsWith('overflows')),
      [],
      path,
    );
  }
  await page.context().close();
});

test('the keyboard reaches every control, in the order of the page', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  const { page } = await visit(browser, 360, 'light');
  for (const path of [
    '/accept-full-zh',
    '/accept-signInLive-en',
    '/accept-refused-en',
    '/pledge-noticed-zh',
    '/pledge-due-en',
    '/why-points-en',
    '/word-points-zh',
    '/front-en',
  ]) {
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
    assert.deepEqual(
      reached,
      Array.from({ length: wanted }, (_, i) => i),
      path,
    );
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
  assert.deepEqual(
    posts.map((post) => new URL(post.url()).pathname),
    ['/a/canon/ordinary'],
  );
  await page.goto(`${ORIGIN}/accept-full-en`);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'I promise' }).click();
  const sent = new URLSearchParams(posts.at(-1)?.postData() ?? '');
  assert.equal(new URL(posts.at(-1)?.url() ?? ORIGIN).pathname, '/a/canon/promise');
  assert.deepEqual(Object.fromEntries(sent), {
    csrf: 'csrf-token',
    idempotency_key: 'key-0001',
    shown_waived_minor: '300000',
    consent: 'deposit_waiver.v1',
  });
  await page.context().close();
});

test('the two buttons of the accept page have the same size', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  const { page } = await visit(browser, 390, 'light');
  for (const path of ['/accept-full-zh', '/accept-part-en', '/accept-termsChanged-zh', '/accept-attend-en']) {
    await page.goto(ORIGIN + path);
    const [promise, ordinary] = await Promise.all(
      ['.btn-promise', '#ordinary .btn'].map((selector) => page.locator(selector).boundingBox()),
    );
    assert.deepEqual([promise?.width, promise?.height], [ordinary?.width, ordinary?.height], path);
  }
  await page.context().close();
});

test('an answer to a notice carries the choice and the words', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  const { page, posts } = await visit(browser, 360, 'light');
  await page.goto(`${ORIGIN}/pledge-noticed-en`);
  await page.getByRole('radio', { name: 'This is wrong' }).check();
  await page.getByLabel('In your own words (optional)').fill('It stands in the rack.');
  await page.getByRole('button', { name: 'Send my answer' }).click();
  const sent = new URLSearchParams(posts[0]?.postData() ?? '');
  assert.equal(sent.get('answer'), 'wrong');
  assert.equal(sent.get('words'), 'It stands in the rack.');
  await page.context().close();
});

test('at night the page is dark', async (t) => {
  if (browser === null) return t.skip('no browser on this machine');
  const { page } = await visit(browser, 390, 'dark');
  await page.goto(`${ORIGIN}/word-points-zh`);
  assert.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(22, 21, 18)');
  await page.context().close();
});
