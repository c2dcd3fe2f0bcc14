import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { handOver, openStory, pledgeOnPage, signIn, situation, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

test('without a script, in English and back in Chinese: promise, extend, bring it back', async (t) => {
  if (story === null) return t.skip('no browser');
  const offerId = await story.publish('camera');
  const phone = await story.phone({ locale: 'en-GB', javaScriptEnabled: false });
  const { page } = phone;
  await phone.open(`/a/${offerId}`);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.match(await page.locator('main').innerText(), /Up to ¥3,000 off the deposit/);
  await phone.shot('en-accept-sign-in');
  await signIn(phone, '林木子');
  await phone.shot('en-accept-ask');
  assert.match(await page.locator('main').innerText(), /I agree: so that this shop can waive my deposit/);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'I promise' }).click();
  await phone.shot('en-done');
  const pledgeId = pledgeOnPage(phone);
  await handOver(story, pledgeId);
  await page.getByRole('link', { name: 'See this pledge' }).click();
  assert.equal(await situation(phone), 'due');
  await page.locator('details.fold > summary').first().click();
  await page.getByRole('radio').first().check();
  await page.locator('#extend').getByRole('button', { name: 'Extend' }).click();
  assert.match(await page.locator('main').innerText(), /Extended to 18:00 on 24 November/);
  await phone.shot('en-extended');

  await page.getByRole('link', { name: '中文' }).click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  assert.match(await page.locator('main').innerText(), /续到 11 月 24 日 18:00/);
  await page.getByRole('button', { name: '我已经还了' }).click();
  assert.equal(await situation(phone), 'declared');
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN', 'the language is remembered');
  await phone.shot('zh-declared');
  await story.troth.advance(24 * 2);
  await page.reload();
  assert.equal(await situation(phone), 'kept', 'the shop did not contest it');
  await phone.shot('zh-kept-declared');
  assert.deepEqual(phone.complaints, []);
  assert.deepEqual(story.troth.faults, []);
});
