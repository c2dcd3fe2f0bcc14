import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moveClock, openStory, signIn, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

test('on a phone: promise, be late, be told first, answer, and nothing is recorded as broken before', async (t) => {
  if (story === null) return t.skip('no browser');
  const { troth, shop } = story;
  const offerId = await story.publish('camera');
  const phone = await story.phone();
  const { page } = phone;

  await phone.open('/');
  await phone.shot('front');
  await page.getByRole('link', { name: /相机日租/ }).click();
  await phone.shot('accept-sign-in');
  await signIn(phone, '林木子');
  assert.match(page.url(), new RegExp(`/a/${offerId}`));
  await phone.shot('accept-ask');
  await page.locator('#consent').check();
  await page.getByRole('button', { name: '我答应' }).click();
  await page.waitForURL(/\/p\/plg_[0-9a-f]{32}\/agreed$/);
  await phone.shot('accept-done');
  const pledgeId = /plg_[0-9a-f]{32}/.exec(page.url())?.[0] as string;
  await page.getByRole('link', { name: '看这个约定' }).click();
  assert.equal(await page.locator('.situation').getAttribute('data-situation'), 'waiting');
  await phone.shot('pledge-waiting');

  const begun = await troth.call('POST', `/v1/pledges/${pledgeId}/begin`, { token: shop.key, body: {} });
  assert.equal(begun.status, 200);
  await page.reload();
  assert.equal(await page.locator('.situation').getAttribute('data-situation'), 'due');
  await phone.shot('pledge-due');

  await moveClock(phone, '1 天');
  for (let hour = 0; hour < 6; hour += 1) await moveClock(phone, '1 小时');
  assert.equal(await page.locator('.situation').getAttribute('data-situation'), 'grace');
  assert.match(await page.locator('.situation').innerText(), /就算按时/);
  await phone.shot('pledge-grace');

  await moveClock(phone, '1 天');
  assert.equal(await page.locator('.situation').getAttribute('data-situation'), 'lapsed');
  await phone.shot('pledge-lapsed');

  const photo = await troth.call('POST', `/v1/pledges/${pledgeId}/evidence`, {
    token: shop.key,
    body: { mediaType: 'text/plain', contentBase64: Buffer.from('empty shelf').toString('base64') },
  });
  const noticed = await troth.call('POST', `/v1/pledges/${pledgeId}/notice`, {
    token: shop.key,
    body: { evidenceIds: [photo.body.evidenceId] },
  });
  assert.equal(noticed.status, 200, JSON.stringify(noticed.body));
  await page.reload();
  assert.equal(await page.locator('.situation').getAttribute('data-situation'), 'noticed');
  await phone.shot('pledge-noticed');
  await page.getByRole('link', { name: '看凭据' }).click();
  assert.match(await page.locator('body').innerText(), /empty shelf/);
  await page.goBack();

  await page.getByLabel('我在路上').check();
  await page.getByLabel(/用你自己的话说/).fill('堵车了，<b>晚上</b>送到 🙏');
  await page.getByRole('button', { name: '把回答发出去' }).click();
  await page.locator('[data-situation="answered"]').waitFor();
  await phone.shot('pledge-answered');

  const file = await troth.call('GET', `/v1/me/pledges/${pledgeId}`, { token: story.person.session });
  assert.ok(
    file.body.evidence.some(
      (one: { suppliedBy: string; mediaType: string }) => one.suppliedBy === 'person' && one.mediaType === 'text/plain',
    ),
  );
  assert.ok(!file.body.facts.some((fact: { kind: string }) => fact.kind === 'broken'));

  await moveClock(phone, '7 天');
  assert.equal(await page.locator('.situation').getAttribute('data-situation'), 'kept', 'the shop was silent');
  await phone.shot('pledge-kept');
  await page.getByRole('link', { name: '为什么？' }).click();
  await phone.shot('why-kept');
  await phone.open('/me');
  await phone.shot('me-thin');
  assert.deepEqual(phone.complaints, []);
  assert.deepEqual(troth.faults, []);
});
