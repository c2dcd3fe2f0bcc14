import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderAccept } from './accept.ts';
import { costSection } from './cost-bar.ts';
import { acceptExample, acceptStates, cost, yuan } from './test-examples.ts';
import { LOCALES } from './words.ts';
import type { Locale } from './words.ts';

function acceptPages(locale: Locale): readonly (readonly [string, string])[] {
  return Object.entries(acceptStates(locale)).map(([name, state]) => [
    name,
    renderAccept(acceptExample(locale, state)),
  ]);
}

test('ordinary terms stand on every accept page until a promise is made, at the size of "I promise"', () => {
  for (const locale of LOCALES) {
    for (const [name, state] of Object.entries(acceptStates(locale))) {
      const page = renderAccept(acceptExample(locale, state));
      if (state.kind === 'done' || state.kind === 'ordinary_done') continue;
      const buttons = [...page.matchAll(/<(?:button|a)[^>]*class="(btn btn-[^"]*)"/g)].map(
        (match) => match[1] as string,
      );
      assert.match(page, /<form method="post" action="\/a\/canon\/ordinary" id="ordinary">/, name);
      assert.ok(
        buttons.length > 0 &&
          buttons.every(
            (look) => look.startsWith('btn btn-main') || look.startsWith('btn btn-plain') || look === 'btn btn-small',
          ),
        name,
      );
    }
  }
});

test('whoever promises has the ceiling and an empty required consent before the button', () => {
  let asked = 0;
  for (const [name, page] of LOCALES.flatMap(acceptPages)) {
    const button = page.indexOf('btn-promise');
    if (button < 0) continue;
    asked += 1;
    const ceiling = page.indexOf('data-cost="ceiling"');
    assert.ok(ceiling > 0 && ceiling < button, name);
    // Whoever agreed before is not asked again, and told so.
    const asks = /<input type="checkbox" id="consent" name="consent" value="[^"]+" required>/;
    const told = /你之前同意过|You agreed before/;
    assert.match(page.slice(0, button), name.includes('agreedBefore') ? told : asks, name);
  }
  assert.equal(asked, 14);
});

test('a refusal puts ordinary terms first and says that it is not a penalty', () => {
  for (const locale of LOCALES) {
    const page = renderAccept(acceptExample(locale, acceptStates(locale).refused as never));
    assert.doesNotMatch(page, /btn-promise/);
    assert.match(
      page,
      /<form method="post" action="\/a\/canon\/ordinary" id="ordinary">.*?<button type="submit" class="btn btn-main">/s,
    );
    assert.match(
      page,
      locale === 'zh'
        ? /这不是处罚，不记进档案，店家也不知道原因。/
        : /This is not a penalty\. It is not on your file, and the shop is not told why\./,
    );
  }
});

test('a cost above the ceiling, or in another currency, never reaches a page', () => {
  assert.throws(() => costSection({ ...cost, late: yuan(3001) }, 'en'), /nothing_costs_more_than_the_ceiling/);
  assert.throws(
    () => costSection({ ...cost, onTime: { amountMinor: 1, currency: 'USD' } }, 'en'),
    /a_cost_is_in_one_currency/,
  );
});
