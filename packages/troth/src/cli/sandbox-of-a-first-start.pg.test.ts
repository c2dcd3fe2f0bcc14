import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { OWN_KINDS } from '../rooms/offer/index.ts';
import { apiCaller } from './api-caller.ts';
import type { SandboxFile } from './sandbox-file.ts';
import { type TestPlace, type TestStart, testPlace } from './test-command.ts';

let place: TestPlace;
let started: TestStart;
let file: SandboxFile;
before(async () => {
  place = testPlace();
  started = await place.start();
  file = JSON.parse(readFileSync(join(place.directory, 'sandbox.json'), 'utf8')) as SandboxFile;
});
after(async () => {
  await started?.stop('SIGTERM');
  place.remove();
});

interface OfferRead {
  readonly terms: { readonly kind: string; readonly obligations: readonly { readonly type: string }[] };
}

const read = async (key: string, offerId: string) =>
  (await apiCaller(file.url).get(`/v1/offers/${offerId}`, key)) as OfferRead;

test('what comes first in the file can be ordered and handed over at once, with nothing to pay before', async () => {
  const [shop] = file.shops;
  const { terms } = await read(shop?.key ?? '', shop?.offers[0]?.offerId ?? '');
  assert.deepEqual([terms.kind, terms.obligations[0]?.type], ['rental', 'return_item']);
});

test('a new sandbox has a shop of every kind, and in the file people in the middle of what they promised', async () => {
  const kinds = new Set<string>();
  for (const { key, offers } of file.shops)
    for (const { offerId } of offers) kinds.add((await read(key, offerId)).terms.kind);
  assert.deepEqual(
    [...OWN_KINDS.keys()].filter((kind) => !kinds.has(kind)),
    [],
  );
  const open = await Promise.all(
    file.people.map(async ({ session }) => {
      const me = (await apiCaller(file.url).get('/v1/me', session)) as { openPledgeCount: number };
      return me.openPledgeCount;
    }),
  );
  assert.ok(open.filter((count) => count > 0).length >= 6, `${open}`);
});
