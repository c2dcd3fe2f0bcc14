import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalContact } from './contact.ts';

test('the same telephone number or address is found however it is written', () => {
  for (const [written, found] of [
    ['+86 138-0013-8000', '+8613800138000'],
    ['（010）6552 9988', '01065529988'],
    ['１３８００１３８０００', '13800138000'],
    [' Lin.Xiao@Example.COM ', 'lin.xiao@example.com'],
    ['lin+shop@example.com', 'lin+shop@example.com'],
  ] as const)
    assert.equal(normalContact(written), found);
});
