/** What every story needs: a whole Troth with a shop, people and offers, and a phone-sized window on it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Id } from '../packages/troth/src/kernel/index.ts';
import { openTestTroth, type TestTroth } from '../packages/troth/src/doors/api/test-troth.ts';
import { openTestBrowser } from '../packages/troth/src/doors/pages/test-browser.ts';
import type { ReadyMadeOffer } from '../packages/troth/src/rooms/offer/index.ts';

const PHONE = { width: 390, height: 844 };

export interface Story {
  readonly troth: TestTroth;
  readonly browser: Browser;
  readonly shop: { readonly merchantId: Id<'pty'>; readonly key: string };
  readonly person: { readonly partyId: Id<'pty'>; readonly session: string };
  publish(readyMade: ReadyMadeOffer): Promise<Id<'ofr'>>;
  /** Publishes these very terms. */
  publishTerms(terms: object): Promise<Id<'ofr'>>;
  /** A window of its own, with nobody signed in. */
  phone(options?: PhoneOptions): Promise<Phone>;
  close(): Promise<void>;
}

interface PhoneOptions {
  readonly locale?: 'zh-CN' | 'en-GB';
  readonly javaScriptEnabled?: boolean;
}

export interface Phone {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Everything the browser complained about: a broken policy, a missing file. */
  readonly complaints: readonly string[];
  open(path: string): Promise<void>;
  /** Keeps a picture when TROTH_SHOTS names a folder. */
  shot(name: string): Promise<void>;
}

/** Null where no browser can be had; the story says so and is skipped. */
export async function openStory(): Promise<Story | null> {
  const browser = await openTestBrowser();
  if (browser === null) {
    process.stderr.write('e2e: no browser on this machine; the story is skipped\n');
    return null;
  }
  const troth = await openTestTroth();
  const shop = await troth.createMerchant();
  const person = await troth.createPerson();
  return {
    troth,
    browser,
    shop,
    person,
    publish: (readyMade) => troth.publish(shop.key, readyMade),
    publishTerms: (terms) =>
      troth.publish(shop.key, 'umbrella', (given) => {
        for (const member of Object.keys(given)) delete given[member];
        Object.assign(given, terms);
      }),
    phone: (options = {}) => openPhone(browser, troth.url, options),
    async close() {
      await browser.close();
      await troth.close();
    },
  };
}

async function openPhone(browser: Browser, url: string, options: PhoneOptions): Promise<Phone> {
  const context = await browser.newContext({
    viewport: PHONE,
    locale: options.locale ?? 'zh-CN',
    javaScriptEnabled: options.javaScriptEnabled ?? true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const folder = process.env.TROTH_SHOTS;
  return {
    page,
    context,
    complaints,
    open: async (path) => {
      await page.goto(url + path);
    },
    shot: async (name) => {
      if (folder === undefined) return;
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    },
  };
}

/** The shop hands the thing over. */
export async function handOver(story: Story, pledgeId: string): Promise<void> {
  await must(story, `/v1/pledges/${pledgeId}/begin`, story.shop.key, {});
}

/** The shop gives notice, with evidence. */
export async function giveNotice(story: Story, pledgeId: string): Promise<void> {
  const contentBase64 = Buffer.from('the shelf is empty').toString('base64');
  const piece = await must(story, `/v1/pledges/${pledgeId}/evidence`, story.shop.key, {
    mediaType: 'text/plain',
    contentBase64,
  });
  await must(story, `/v1/pledges/${pledgeId}/notice`, story.shop.key, { evidenceIds: [piece.evidenceId] });
}

/** The person promises over the API, for what happened before a story begins. */
export async function promiseQuietly(story: Story, offerId: string): Promise<string> {
  const body = { offerId, terms: 'trust', shownMinor: 0, consent: { textVersion: 'deposit_waiver/1' } };
  return (await must(story, '/v1/me/pledges', story.person.session, body)).pledgeId as string;
}

export async function must(story: Story, path: string, token: string, body: object): Promise<Record<string, string>> {
  const reply = await story.troth.call('POST', path, { token, body });
  if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body;
}

/** The pledge that the address of the page names. */
export function pledgeOnPage(phone: Phone): string {
  const found = /plg_[0-9a-f]{32}/.exec(phone.page.url())?.[0];
  if (found === undefined) throw new Error(`no pledge at ${phone.page.url()}`);
  return found;
}

/** Where the page says that the pledge stands. */
export async function situation(phone: Phone): Promise<string | null> {
  return phone.page.locator('.situation').getAttribute('data-situation');
}

/** One click as this person, from whatever page asks who one is. */
export async function signIn(phone: Phone, name: string): Promise<void> {
  await phone.page.getByRole('button', { name: new RegExp(name) }).click();
}

/** Moves the clock with the form on the page; as often as the hours need. */
export async function moveClock(phone: Phone, step: '1 小时' | '1 天' | '7 天' | '30 天' | '7 days'): Promise<void> {
  await phone.page.locator('details.ribbon > summary').click();
  await phone.page.locator('#clock').getByRole('button', { name: step, exact: true }).click();
}
