/** A phone for tests: a window that knows every example page, and what can be measured in it. */
import type { Browser, Page, Request } from 'playwright-core';
import { renderChart } from './chart.ts';
import { renderCoverage } from './coverage.ts';
import { renderAccept } from './accept.ts';
import { renderError, renderLinkLanding, renderSignInSent } from './doors.ts';
import { acceptExample, acceptStates, liveShell, to } from './test-examples.ts';
import { coverageExample, errorExample, frontExample } from './test-examples-doors.ts';
import { myWordExample, points, thin, whyExample } from './test-examples-number.ts';
import { pledgeExample, situations } from './test-examples-pledge.ts';
import { renderFront } from './front.ts';
import { renderMyWord } from './my-word.ts';
import { renderPledge } from './pledge.ts';
import { PAGE_CONTENT_SECURITY_POLICY, trothCss } from './stylesheet.ts';
import { renderWhy } from './why.ts';
import { LOCALES } from './words.ts';

export const ORIGIN = 'http://troth.test';
/** Path and document of every example. */
export const pages = new Map<string, string>();
for (const locale of LOCALES) {
  for (const [name, state] of Object.entries(acceptStates(locale)))
    pages.set(`/accept-${name}-${locale}`, renderAccept(acceptExample(locale, state)));
  for (const [situation, actions] of situations)
    pages.set(`/pledge-${situation.kind}-${locale}`, renderPledge(pledgeExample(locale, situation, actions)));
  for (const number of [points, thin]) {
    pages.set(`/why-${number.kind}-${locale}`, renderWhy(whyExample(locale, number)));
    pages.set(`/word-${number.kind}-${locale}`, renderMyWord(myWordExample(locale, number)));
  }
  pages.set(`/chart-${locale}`, renderChart(liveShell(locale)));
  pages.set(`/coverage-${locale}`, renderCoverage(coverageExample(locale)));
  pages.set(`/front-${locale}`, renderFront(frontExample(locale)));
  for (const status of [404, 422, 500])
    pages.set(`/error-${status}-${locale}`, renderError(errorExample(locale, status)));
  pages.set(`/sent-${locale}`, renderSignInSent({ shell: liveShell(locale), validMinutes: 10, againHref: '/sign-in' }));
  pages.set(
    `/link-${locale}`,
    renderLinkLanding({ shell: liveShell(locale), link: { kind: 'usable', target: to('/link'), name: 'Lin Xiao' } }),
  );
}

export interface Visit {
  readonly page: Page;
  readonly posts: Request[];
  readonly complaints: string[];
}

/** A phone that knows only these pages; what it complains about (a broken policy, for one) is collected. */
export async function visit(open: Browser, widthPx: number, colorScheme: 'light' | 'dark'): Promise<Visit> {
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
    await route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': PAGE_CONTENT_SECURITY_POLICY },
      body,
    });
  });
  return { page, posts, complaints };
}

/** Everything wrong with the layout of the open page, measured in the browser. */
export async function faults(page: Page): Promise<readonly string[]> {
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
