import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { giveNotice, handOver, openStory, type Phone, pledgeOnPage, situation, type Story } from './test-story.ts';

let story: Story | null;
before(async () => {
  story = await openStory();
});
after(() => story?.close());

/** Goes on with Tab until the focus stands on what says this; never touches the mouse. */
async function tabTo(phone: Phone, words: RegExp): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await phone.page.keyboard.press('Tab');
    const focused = await phone.page.evaluate<{ text: string; ring: boolean }>(`(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return { text: '', ring: false };
      const label = at.labels && at.labels[0] ? at.labels[0].textContent : at.textContent;
      const style = getComputedStyle(at);
      const near = at.closest('label') ? getComputedStyle(at.closest('label')) : style;
      return { text: label || '', ring: [style, near].some((one) => one.outlineStyle !== 'none' && one.outlineWidth !== '0px') };
    })()`);
    if (!words.test(focused.text)) continue;
    assert.ok(focused.ring, `${words} shows that it has the focus`);
    return;
  }
  assert.fail(`no Tab leads to ${words}`);
}

test('with the keyboard alone: sign in, consent, promise, answer a notice', async (t) => {
  if (story === null) return t.skip('no browser');
  const offerId = await story.publish('umbrella');
  const phone = await story.phone();
  const { page } = phone;
  const press = async (key: string) => {
    await page.keyboard.press(key);
    await page.waitForLoadState();
  };
  await phone.open(`/a/${offerId}`);
  await tabTo(phone, /林木子/);
  await Promise.all([page.waitForEvent('load'), press('Enter')]);
  await tabTo(phone, /我同意/);
  await press('Space');
  await tabTo(phone, /我答应/);
  await Promise.all([page.waitForURL(/\/agreed$/), press('Enter')]);
  const pledgeId = pledgeOnPage(phone);
  await handOver(story, pledgeId);
  await story.troth.advance(24 * 3);
  await giveNotice(story, pledgeId);
  await phone.open(`/p/${pledgeId}`);
  assert.equal(await situation(phone), 'noticed');
  await tabTo(phone, /我在路上/);
  await press('Space');
  await press('ArrowDown');
  await press('ArrowDown');
  await tabTo(phone, /用你自己的话说/);
  await page.keyboard.type('我昨天还在门口的架子上。');
  await tabTo(phone, /把回答发出去/);
  await Promise.all([page.waitForEvent('load'), press('Enter')]);
  assert.equal(await situation(phone), 'answered');
  assert.match(await page.locator('.timeline').innerText(), /你回答：这不对/);
  assert.deepEqual(phone.complaints, []);
});
