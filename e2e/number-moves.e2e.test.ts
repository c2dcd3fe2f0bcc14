import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { giveNotice, handOver, must, openStory, promiseQuietly, signIn, situation, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

test('kept promises make a number, a broken one moves it down, and each move says which promise it was', async (t) => {
  if (story === null) return t.skip('no browser');
  const { troth } = story;
  const offerId = await story.publish('umbrella');
  for (let i = 0; i < 6; i += 1) {
    const pledgeId = await promiseQuietly(story, offerId);
    await handOver(story, pledgeId);
    await troth.advance(24);
    await must(story, `/v1/pledges/${pledgeId}/fulfil`, story.shop.key, {});
  }
  const phone = await story.phone();
  const { page } = phone;
  await phone.open('/sign-in');
  await signIn(phone, '林木子');
  const number = async () =>
    Number(/(\d{3})/.exec((await page.locator('.number').innerText()).replace(/350|950/g, ''))?.[1]);
  const kept = await number();
  assert.ok(kept > 650, String(kept));
  await phone.shot('me-points');

  const broken = await promiseQuietly(story, offerId);
  await handOver(story, broken);
  await troth.advance(24 * 3);
  await phone.open(`/p/${broken}`);
  assert.equal(await situation(phone), 'lapsed');
  // Three days may carry the person into the next of their own 30-day periods, where older promises weigh a little less.
  await phone.open('/me');
  const unnoticed = await number();
  assert.ok(kept - unnoticed < 5, `${kept} became ${unnoticed} by age alone`);
  await giveNotice(story, broken);
  await phone.open(`/p/${broken}`);
  assert.equal(await situation(phone), 'noticed');
  await phone.open('/me');
  assert.equal(await number(), unnoticed, 'a notice alone moves nothing');
  await troth.advance(24 * 3);
  await phone.open(`/p/${broken}`);
  assert.equal(await situation(phone), 'broken');
  await phone.shot('pledge-broken');

  await phone.open('/me');
  const after = await number();
  assert.ok(after < unnoticed, `${after} < ${unnoticed}`);
  const move = page.getByRole('link', { name: /未守约：借把伞/ }).last();
  assert.match(await move.innerText(), /−\d+/);
  await phone.shot('me-moved');
  await move.click();
  assert.match(page.url(), new RegExp(`/p/${broken}/why$`));
  assert.match(await page.locator('main').innerText(), /现在算 −\d+/);
  assert.match(await page.locator('main').innerText(), /店家通知你：伞没有还/);
  await phone.shot('why-broken');

  const score = await troth.call('GET', '/v1/me/score', { token: story.person.session });
  assert.equal(score.body.points, after, 'page and API tell the same number');
  assert.deepEqual(phone.complaints, []);
  assert.deepEqual(troth.faults, []);
});
