import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openStory, pledgeOnPage, promiseQuietly, signIn, situation, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

test('what changed while reading is shown, nothing is promised, and the second reading counts', async (t) => {
  if (story === null) return t.skip('no browser');
  const { troth, shop } = story;
  const offerId = await story.publish('camera');
  const phone = await story.phone();
  const { page } = phone;
  await phone.open(`/a/${offerId}`);
  await signIn(phone, '林木子');
  await page.locator('#consent').check();
  await promiseQuietly(story, offerId);
  await promiseQuietly(story, offerId);
  await page.getByRole('button', { name: '我答应' }).click();
  assert.match(await page.locator('main').innerText(), /你看的时候写着先给 ¥2,000，现在是 ¥1,000/);
  await phone.shot('terms-changed');

  const offer = await troth.call('GET', `/v1/offers/${offerId}`, { token: shop.key });
  const terms = structuredClone(offer.body.terms);
  terms.consequences.late.capMinor = 24_000;
  const published = await troth.call('POST', `/v1/offers/${offerId}/versions`, { token: shop.key, body: terms });
  assert.equal(published.status, 201);
  await page.getByRole('button', { name: '我答应' }).click();
  assert.match(await page.locator('main').innerText(), /店家改过条件/);
  assert.match(await page.locator('.changes').innerText(), /迟还费最多[\s\S]*¥360[\s\S]*¥240/);
  await phone.shot('offer-changed');
  await page.getByRole('button', { name: '我答应' }).click();
  await page.waitForURL(/\/agreed$/);

  await troth.call('POST', `/v1/offers/${offerId}/withdraw`, { token: shop.key, body: {} });
  await phone.open(`/a/${offerId}`);
  assert.match(await page.locator('main').innerText(), /这个码过期了/);
  await phone.shot('expired');
  const file = await troth.call('GET', '/v1/me/pledges', { token: story.person.session });
  assert.equal(file.body.pledges.length, 3);
  assert.deepEqual(troth.faults, []);
});

test('a pledge that the shop offered is read and accepted, another refused; the look is on the person’s page', async (t) => {
  if (story === null) return t.skip('no browser');
  const { troth, shop, person } = story;
  const offerId = await story.publish('umbrella');
  await troth.consent(person.session, offerId);
  const promisor = troth.refFor(person.partyId, shop.merchantId);
  const order = async () =>
    (await troth.call('POST', '/v1/pledges', { token: shop.key, body: { offerId, promisor } })).body;
  const phone = await story.phone();
  const { page } = phone;
  const first = await order();
  await phone.open(first.acceptPath);
  await signIn(phone, '林木子');
  assert.match(await page.locator('main').innerText(), /你之前同意过/);
  await phone.shot('offered');
  await page.getByRole('button', { name: '我答应' }).click();
  await page.waitForURL(/\/agreed$/);
  assert.equal(pledgeOnPage(phone), first.pledgeId);

  const second = await order();
  await phone.open(second.acceptPath);
  await page.locator('#ordinary').getByRole('button').click();
  assert.equal(await situation(phone), 'cancelled');
  await phone.open('/me');
  assert.match(
    await page.locator('main').innerText(),
    /青禾影像在 .*为「租借时免押金」问过一次，只得到：.*。凭你的同意。/,
  );
  await phone.shot('me-looks');

  const rows = page.locator('.consent-row').filter({ hasText: '青禾影像' });
  while ((await rows.count()) > 0) await rows.first().getByRole('button').click();
  const refused = await troth.call('POST', '/v1/pledges', { token: shop.key, body: { offerId, promisor } });
  assert.equal(refused.body.code, 'consent_missing', 'taken back, the shop gets no answer any more');
  assert.deepEqual(phone.complaints, []);
});
