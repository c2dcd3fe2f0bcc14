import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moveClock, openStory, type Phone, signIn, situation, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

async function asShop(phone: Phone, words: string): Promise<void> {
  await phone.page.locator('details.fold > summary', { hasText: '店家那一边' }).click();
  await phone.page.locator('#shop-side').getByRole('button', { name: words }).click();
}

async function promise(phone: Phone): Promise<void> {
  await phone.open('/');
  await phone.page.getByRole('link', { name: /借把伞/ }).click();
  if ((await phone.page.locator('#consent').count()) > 0) await phone.page.locator('#consent').check();
  await phone.page.getByRole('button', { name: '我答应' }).click();
  await phone.page.getByRole('link', { name: '看这个约定' }).click();
}

test('with a browser and nothing else: promise, late, told first, answered and kept; another broken; and why', async (t) => {
  if (story === null) return t.skip('no browser');
  await story.publish('umbrella');
  const phone = await story.phone();
  const { page } = phone;
  await phone.open('/sign-in');
  await signIn(phone, '林木子');
  await promise(phone);
  await asShop(phone, '把东西交出去');
  assert.equal(await situation(phone), 'due');
  await moveClock(phone, '1 天');
  for (let hour = 0; hour < 10; hour += 1) await moveClock(phone, '1 小时');
  assert.equal(await situation(phone), 'grace');
  await moveClock(phone, '1 天');
  assert.equal(await situation(phone), 'lapsed');
  await asShop(phone, '通知：没有守约');
  assert.equal(await situation(phone), 'noticed');
  await page.getByLabel('我已经还了').check();
  await page.getByRole('button', { name: '把回答发出去' }).click();
  assert.equal(await situation(phone), 'answered');
  await phone.shot('alone-answered');
  await asShop(phone, '确认还回来了');
  assert.equal(await situation(phone), 'kept');
  assert.match(await page.locator('.situation').innerText(), /守约了，迟了一些/);

  const late = page.url();
  await phone.open('/');
  await page.getByRole('link', { name: /借把伞/ }).click();
  assert.match(await page.locator('main').innerText(), /这次按平常条件[\s\S]*这不是处罚/);
  await phone.shot('alone-refused');
  await page.getByRole('link', { name: '为什么？' }).click();
  assert.match(await page.locator('.smallest').innerText(), /付清|付/, 'the smallest change is to pay');
  await phone.shot('alone-why-refused');
  await page.goto(late);
  await asShop(phone, '确认费用已付');
  assert.match(await page.locator('main').innerText(), /迟还费 · 已付/);

  await promise(phone);
  await asShop(phone, '把东西交出去');
  await moveClock(phone, '7 天');
  await asShop(phone, '通知：没有守约');
  await moveClock(phone, '7 天');
  assert.equal(await situation(phone), 'broken');
  await page.getByRole('link', { name: '为什么？' }).click();
  assert.match(await page.locator('main').innerText(), /记成「未守约」。约定还太少，还没有数。/);
  await phone.shot('alone-why');
  assert.deepEqual(phone.complaints, []);
  assert.deepEqual(story.troth.faults, []);
});
