import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { giveNotice, handOver, openStory, promiseQuietly, signIn, situation, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

/** The smallest picture there is: one point. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('without any script: confirm what was handed over, bring a picture, contest the notice, and the shop reads both', async (t) => {
  if (story === null) return t.skip('no browser');
  const { troth, shop } = story;
  const pledgeId = await promiseQuietly(story, await story.publish('camera'));
  await handOver(story, pledgeId);
  const phone = await story.phone({ javaScriptEnabled: false, locale: 'en-GB' });
  const { page } = phone;
  await phone.open(`/p/${pledgeId}?lang=en`);
  await signIn(phone, '林木子');
  await page.getByRole('button', { name: 'I have received it' }).click();
  await page.getByText('You confirmed that you received it').waitFor();
  assert.equal(await page.getByRole('button', { name: 'I have received it' }).count(), 0, 'confirmed once');
  assert.equal(await situation(phone), 'due', 'and nothing else changed');

  await troth.advance(24 * 6);
  await giveNotice(story, pledgeId);
  await phone.open(`/p/${pledgeId}`);
  assert.equal(await situation(phone), 'noticed');
  await page.getByLabel(/One file/).setInputFiles({ name: 'at home.png', mimeType: 'image/png', buffer: PICTURE });
  await page.getByRole('button', { name: 'Send it' }).click();
  await page.getByRole('heading', { name: 'What you brought' }).waitFor();
  await phone.shot('my-side-brought');
  await page.getByLabel(/One file/).setInputFiles({
    name: 'large.png',
    mimeType: 'image/png',
    buffer: Buffer.alloc(3_000_000),
  });
  await page.getByRole('button', { name: 'Send it' }).click();
  await page.getByRole('heading', { name: /large/i }).waitFor();
  await phone.shot('my-side-too-large');

  await phone.open(`/p/${pledgeId}/why`);
  await page.getByLabel(/The shop gave notice/).check();
  await page.getByLabel('In your own words').fill('I brought it back at nine; nobody was at the desk.');
  await page.getByRole('button', { name: 'Contest it' }).click();
  await page.getByText('Contested', { exact: true }).waitFor();
  assert.match(await page.locator('blockquote').innerText(), /nobody was at the desk/);
  await phone.shot('my-side-contested');

  const seen = await troth.call('GET', `/v1/pledges/${pledgeId}`, { token: shop.key });
  assert.match(seen.body.disputes[0].statement.text, /nobody was at the desk/);
  const { evidence } = (await troth.call('GET', `/v1/pledges/${pledgeId}/evidence`, { token: shop.key })).body;
  const picture = evidence.find((one: { mediaType: string }) => one.mediaType === 'image/png');
  assert.deepEqual([picture.suppliedBy, picture.sizeBytes], ['person', PICTURE.length]);
  assert.deepEqual(troth.faults, []);
});
