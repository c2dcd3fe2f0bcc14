import assert from 'node:assert/strict';
import { test } from 'node:test';
import { born, lived, person, shop } from '../../rooms/pledge/test-lives.ts';
import { OFFERS } from '../../rooms/pledge/test-offers.ts';
import { at } from '../../rooms/pledge/test-pledge.ts';
import { orderOfPledge, stagesOfPledge } from './read-stages.ts';

const terms = OFFERS.wardrobe;
const back = shop.say({ name: 'fulfil', effectiveAt: null, lineNos: ['A'] });

test('each line of a trial stands with its price, and which of them came back', () => {
  const pledge = lived(born('wardrobe'), terms, [
    [1, person.fulfil],
    [2, back],
  ]);
  const [, tried, paid] = stagesOfPledge(pledge, terms, at(2));
  assert.deepEqual(tried?.note, {
    zh: 'A ¥10（已送回，不用付）、B ¥15、C ¥5',
    en: 'A ¥10 (came back, not paid), B ¥15, C ¥5',
  });
  assert.deepEqual(paid?.what, { zh: '留下的话，付 ¥20', en: 'If you keep it, pay ¥20' });
});

test('the promise goes on speaking of what was ordered, whatever came back', () => {
  const pledge = lived(born('wardrobe'), terms, [
    [1, person.fulfil],
    [2, back],
    [3, shop.fulfil],
  ]);
  assert.equal(orderOfPledge(pledge, terms).amountMinor, 3_000);
});
