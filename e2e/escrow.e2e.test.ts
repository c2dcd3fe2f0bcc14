import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KINDS } from '../packages/troth/src/doors/pages/test-kinds.ts';
import { moveClock, openStory, type Phone, pledgeOnPage, signIn, situation, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

async function asShop(phone: Phone, words: string): Promise<void> {
  await phone.page.locator('details.fold > summary', { hasText: 'the shop’s side' }).click();
  await phone.page.locator('#shop-side').getByRole('button', { name: words, exact: true }).click();
}

const main = (phone: Phone): Promise<string> => phone.page.locator('main').innerText();

/** Promised, and the price paid in to be held. */
async function paidIn(phone: Phone, offerId: string): Promise<void> {
  const { page } = phone;
  await phone.open(`/a/${offerId}?amount=100000`);
  if ((await page.locator('#consent').count()) > 0) await page.locator('#consent').check();
  await page.getByRole('button', { name: 'I promise' }).click();
  await page.getByRole('link', { name: 'See this pledge' }).click();
  assert.equal(await page.locator('#cancel').count(), 1, 'nothing is held yet, so it can be called off');
  await asShop(phone, 'Confirm that the money is held');
  assert.match(await main(phone), /¥1,000 is held now, not with the shop/);
  assert.equal(await page.locator('#cancel').count(), 0, 'what would be refused has no button');
  assert.match(await main(phone), /the ¥1,000 held goes back to you/);
}

test('escrow: held until it arrives; a shop that does not deliver is told so with evidence, and its silence is its own broken word', async (t) => {
  if (story === null) return t.skip('no browser');
  const offerId = await story.publishTerms(KINDS.escrow);
  const phone = await story.phone({ locale: 'en-GB' });
  const { page } = phone;
  await phone.open('/sign-in');
  await signIn(phone, '林木子');
  await phone.open(`/a/${offerId}`);
  assert.match(await main(phone), /This code says no amount/);
  await paidIn(phone, offerId);
  await phone.shot('escrow-held');
  await asShop(phone, 'Say that it is delivered, with evidence');
  assert.equal(await situation(phone), 'declared');
  assert.match(await main(phone), /The shop said it is delivered/);
  assert.equal(await page.locator('#release').count(), 0, 'what is said to have come is not taken back');
  await page.getByRole('button', { name: 'I received it' }).click();
  assert.equal(await situation(phone), 'kept');
  await phone.shot('escrow-kept');

  await paidIn(phone, offerId);
  assert.equal(await page.locator('#notice').count(), 0, 'before its time nothing can be held against the shop');
  await moveClock(phone, '7 days');
  assert.equal(await situation(phone), 'lapsed');
  await page.getByText('Give notice: the camera did not reach you').click();
  await page.getByLabel('What happened, in your own words').fill('Nothing came.');
  await phone.shot('escrow-notice');
  await page.getByRole('button', { name: 'Send the notice' }).click();
  assert.equal(await situation(phone), 'notice_given');
  assert.match(await main(phone), /You gave notice: the camera did not reach you/);
  await moveClock(phone, '7 days');
  assert.equal(await situation(phone), 'let_down');
  assert.match(await main(phone), /The shop did not deliver; recorded against the shop/);
  await phone.shot('escrow-let-down');

  const read = await story.troth.call('GET', `/v1/pledges/${pledgeOnPage(phone)}`, { token: story.shop.key });
  const stages = (read.body.obligations as { type: string; owedBy: string; state: string; asked: number | null }[]).map(
    ({ type, owedBy, state, asked }) => [type, owedBy, state, asked],
  );
  assert.deepEqual(stages, [
    ['pay', 'promisor', 'met', 100_000],
    ['deliver', 'promisee', 'missed', null],
  ]);
  assert.deepEqual(phone.complaints, []);
  assert.deepEqual(story.troth.faults, []);
});
