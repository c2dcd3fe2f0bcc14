import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programmeText } from './read-programme.ts';

const [A, B] = [`pty_${'0'.repeat(31)}a`, `pty_${'0'.repeat(31)}b`] as const;
const NAMES = new Map([
  [A, { zh: '泉', en: 'Spa' }],
  [B, { zh: '浴', en: 'Bath' }],
] as const);
const SHOP = { zh: '理发店', en: 'the salon' };

test('the page says where else a benefit can be used and who pays there, and nothing where it cannot', () => {
  assert.deepEqual(programmeText({ partners: [A, B], paidBy: 'issuer' }, NAMES, SHOP), {
    zh: '在泉、浴也能用，那里的优惠由理发店承担。',
    en: 'It can be used at Spa, Bath too; the salon pays for the discounts given there.',
  });
  assert.deepEqual(programmeText({ partners: [A], paidBy: 'honouring_shop' }, NAMES, SHOP), {
    zh: '在泉也能用，那里的优惠由那家店自己承担。',
    en: 'It can be used at Spa too; each of them pays for the discounts it gives.',
  });
  assert.equal(programmeText(undefined, NAMES, SHOP), null);
});
