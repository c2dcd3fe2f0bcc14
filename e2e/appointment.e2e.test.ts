import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { giveNotice, openStory, pledgeOnPage, signIn, situation, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

test('a table: the day is on the page, cancelling says what it costs, and costs just that', async (t) => {
  if (story === null) return t.skip('no browser');
  const { troth } = story;
  const offerId = await story.publish('cafe-table');
  const phone = await story.phone();
  const { page } = phone;
  await phone.open(`/a/${offerId}`);
  await signIn(phone, '林木子');
  assert.match(await page.locator('main').innerText(), /我答应 11 月 23 日 13:00 到 13:30 之间到场/);
  await phone.shot('table-ask');
  await page.locator('#consent').check();
  await page.getByRole('button', { name: '我答应' }).click();
  assert.match(await page.locator('main').innerText(), /今天|明天 11:00 前取消不收钱|11 月 23 日 11:00 前取消不收钱/);
  await phone.shot('table-done');
  await page.getByRole('link', { name: '看这个约定' }).click();
  assert.equal(await situation(phone), 'due');
  await troth.advance(24);
  await page.reload();
  assert.match(await page.locator('main').innerText(), /现在取消要付 ¥20/);
  await phone.shot('table-late-cancel');
  await page.locator('#cancel').getByRole('button').click();
  assert.equal(await situation(phone), 'cancelled');
  assert.match(await page.locator('main').innerText(), /取消得太晚 · 未付[\s\S]*¥20/);
  await phone.shot('table-cancelled');
  assert.deepEqual(phone.complaints, []);
  assert.deepEqual(troth.faults, []);
});

test('a clinic: no money anywhere, not there, told first, and silence is broken', async (t) => {
  if (story === null) return t.skip('no browser');
  const { troth } = story;
  const offerId = await story.publish('clinic-desk');
  const phone = await story.phone();
  const { page } = phone;
  await phone.open(`/a/${offerId}`);
  await signIn(phone, '林木子');
  assert.match(await page.locator('main').innerText(), /一分钱也不会花/);
  await phone.shot('clinic-ask');
  await page.locator('#consent').check();
  await page.getByRole('button', { name: '我答应' }).click();
  await page.getByRole('link', { name: '看这个约定' }).click();
  const address = page.url();
  await troth.advance(24 * 2);
  await page.goto(address);
  assert.equal(await situation(phone), 'lapsed');
  await phone.shot('clinic-lapsed');
  await giveNotice(story, pledgeOnPage(phone));
  await page.reload();
  assert.match(await page.locator('.situation').innerText(), /青禾影像说你没有到/);
  await troth.advance(24 * 3);
  await page.reload();
  assert.equal(await situation(phone), 'broken');
  assert.match(await page.locator('main').innerText(), /没有费用/);
  assert.deepEqual(troth.faults, []);
});
