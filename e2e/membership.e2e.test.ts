import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KINDS } from '../packages/troth/src/doors/pages/test-kinds.ts';
import { moveClock, openStory, type Phone, signIn, situation, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

async function openShopSide(phone: Phone): Promise<void> {
  await phone.page.locator('details.fold > summary', { hasText: '店家那一边' }).click();
}

/** The shop counts one visit with its discount. */
async function visitShop(phone: Phone, discount: string): Promise<void> {
  await openShopSide(phone);
  await phone.page.getByLabel('优惠了多少').fill(discount);
  await phone.page.locator('#shop-report').getByRole('button', { name: '记上一次' }).click();
}

const main = (phone: Phone): Promise<string> => phone.page.locator('main').innerText();

test('a membership: benefits first, counted visit by visit, leaving says what it costs and takes just that; left alone, no mark', async (t) => {
  if (story === null) return t.skip('no browser');
  const offerId = await story.publishTerms(KINDS.membership);
  const phone = await story.phone({ javaScriptEnabled: false });
  const { page } = phone;
  await phone.open(`/a/${offerId}`);
  await signIn(phone, '林木子');
  assert.match(await main(phone), /先享优惠，最多 ¥300/);
  assert.match(await main(phone), /没达到，最多收回优惠\s*¥300/);
  assert.match(await main(phone), /你没有预付/);
  assert.match(await main(phone), /改付原价/);
  await page.locator('#consent').check();
  await page.getByRole('button', { name: '我答应' }).click();
  await page.getByRole('link', { name: '看这个约定' }).click();
  assert.equal(await situation(phone), 'due');
  for (const discount of ['20', '10.50', '']) await visitShop(phone, discount);
  assert.match(await main(phone), /3 \/ 10/);
  assert.match(await main(phone), /已享优惠 ¥30\.50/);
  assert.match(await main(phone), /记上 1 次，优惠 ¥10\.50/);
  await openShopSide(phone);
  await page.locator('#shop-take_back').getByRole('button', { name: /S-2/ }).click();
  assert.match(await main(phone), /2 \/ 10/);
  assert.match(await main(phone), /已享优惠 ¥20/);
  assert.deepEqual(phone.complaints, []);
  // A discount above what was granted is refused, and nothing is counted.
  await visitShop(phone, '281');
  assert.match(await main(phone), /没有改|不行|再看/);
  await page.goBack();
  // Eight of ten visits were not made: of ¥20 enjoyed ¥16 is not earned.
  assert.match(await main(phone), /现在离开，收回 ¥16 优惠/);
  await page.getByText('怎么算的').click();
  assert.match(await main(phone), /做到了 2，说好 10/);
  await phone.shot('membership-running');
  await page.getByRole('button', { name: '提前离开' }).click();
  assert.equal(await situation(phone), 'cancelled');
  assert.match(await main(phone), /收回的优惠 · 未付\s*¥16/);
  assert.match(await main(phone), /提前离开，收回优惠 ¥16/);
  await phone.shot('membership-left');
  assert.deepEqual(story.troth.faults, []);
});

test('a volunteer who does not come is not marked: hours are counted, and the end says that it is no broken promise', async (t) => {
  if (story === null) return t.skip('no browser');
  const offerId = await story.publishTerms(KINDS.welfare);
  const phone = await story.phone();
  const { page } = phone;
  await story.troth.createPerson('周明');
  await phone.open(`/a/${offerId}`);
  await signIn(phone, '周明');
  assert.match(await main(phone), /一分钱也不会花/);
  await page.locator('#consent').check();
  await page.getByRole('button', { name: '我答应' }).click();
  await page.getByRole('link', { name: '看这个约定' }).click();
  await openShopSide(phone);
  await page.getByLabel('多少分钟').fill('90');
  await page.locator('#shop-report').getByRole('button', { name: '记上时间' }).click();
  assert.match(await main(phone), /1 小时 30 分钟 \/ 3 小时/);
  for (let month = 0; month < 4; month += 1) await moveClock(phone, '30 天');
  assert.equal(await situation(phone), 'unmet');
  assert.match(await main(phone), /没有达到目标，不算失约/);
  assert.deepEqual(story.troth.faults, []);
});
