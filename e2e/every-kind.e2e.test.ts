import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { acceptPath, KINDS, type KindName } from '../packages/troth/src/doors/pages/test-kinds.ts';
import { faults } from '../packages/troth/src/doors/pages/test-phone.ts';
import { openStory, type Phone, pledgeOnPage, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

const LOCALES = ['zh-CN', 'en-GB'] as const;
const PROMISE = { 'zh-CN': '我答应', 'en-GB': 'I promise' };

for (const [name, terms] of Object.entries(KINDS) as [KindName, (typeof KINDS)[KindName]][])
  test(`${name}: both pages speak for it in both languages, at phone width, and fit`, async (t) => {
    if (story === null) return t.skip('no browser');
    const offerId = await story.publishTerms(terms);
    for (const locale of LOCALES) {
      // Everybody may have only so much out at once; each promise here is somebody else's.
      const person = `${name} ${locale}`;
      const { session } = await story.troth.createPerson(person);
      const phone: Phone = await story.phone({ locale });
      const { page } = phone;
      await phone.context.addCookies([{ name: 'troth_session', value: session, url: story.troth.url }]);
      await phone.open(acceptPath(offerId, terms));
      await phone.shot(`${name}-accept-${locale}`);
      assert.deepEqual(await faults(page), [], `${name} accept ${locale}`);
      assert.ok((await page.locator('.stage').count()) > 0, 'each stage is a row');
      if ((await page.locator('#consent').count()) > 0) await page.locator('#consent').check();
      await page.getByRole('button', { name: PROMISE[locale], exact: true }).click();
      await phone.open(`/p/${pledgeOnPage(phone)}`);
      await phone.shot(`${name}-pledge-${locale}`);
      assert.deepEqual(await faults(page), [], `${name} pledge ${locale}`);
      // Everything unfolded, the shop's side too.
      for (const fold of await page.locator('main details > summary').all()) await fold.click();
      await phone.shot(`${name}-unfolded-${locale}`);
      assert.deepEqual(await faults(page), [], `${name} unfolded ${locale}`);
      assert.deepEqual(phone.complaints, []);
      await phone.context.close();
    }
    assert.deepEqual(story.troth.faults, []);
  });
