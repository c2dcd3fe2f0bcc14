// Every example of docs/kinds, and that of two shops, is run, in its order, on a world of its own, and what it leaves behind is audited.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertAudited } from '../packages/troth/src/doors/api/test-audited.ts';
import { openTestTroth, type TestTroth } from '../packages/troth/src/doors/api/test-troth.ts';
import { OWN_KINDS, READY_MADE_OFFERS } from '../packages/troth/src/rooms/offer/index.ts';
import { differences, type Example, examplesOf, filledIn } from './kind-pages/test-page-examples.ts';

const pageOf = (name: string) => readFileSync(new URL(`../docs/${name}.md`, import.meta.url), 'utf8');

/** What the first answer has that later requests name. */
function learn(names: Map<string, string>, answer: Readonly<Record<string, unknown>>): void {
  for (const name of ['offer', 'pledge', 'evidence'])
    if (typeof answer[`${name}Id`] === 'string') names.set(name, String(answer[`${name}Id`]));
  const [charge] = Array.isArray(answer.charges) ? (answer.charges as { chargeId: string }[]) : [];
  if (charge !== undefined) names.set('charge', charge.chargeId);
}

async function run(troth: TestTroth, name: string, terms: object, examples: readonly Example[]): Promise<void> {
  const borrower = await troth.createMerchant('The Borrower');
  const names = new Map([
    ['shop', (await troth.createMerchant()).key],
    ['person', (await troth.createPerson()).session],
    ['operator', troth.operatorKey],
    ['borrower', borrower.key],
    ['borrowerId', borrower.merchantId],
  ]);
  for (const [place, { method, path, speaker, body, status, shows }] of examples.entries()) {
    const raw =
      body === '< the offer above' ? JSON.stringify(terms) : body === null ? undefined : filledIn(body, names);
    const reply = await troth.call(method, filledIn(path, names), {
      token: filledIn(`{{${speaker}}}`, names),
      ...(raw === undefined ? {} : { raw }),
    });
    const what = `${name}, request ${place + 1}, ${method} ${path}`;
    assert.equal(reply.status, status, `${what}: ${JSON.stringify(reply.body)}`);
    assert.deepEqual(differences(shows, reply.body), [], what);
    learn(names, reply.body);
  }
}

const PAGES = [...OWN_KINDS.values()].map(({ kind, terms }) => [`kinds/${kind}`, terms] as const);

for (const [name, terms] of [...PAGES, ['shops', READY_MADE_OFFERS.crates] as const]) {
  test(`the story on the page ${name} happens as it is told`, async () => {
    const troth = await openTestTroth();
    try {
      const examples = examplesOf(pageOf(name));
      assert.ok(examples.length >= 4, 'the story is there');
      await run(troth, name, terms, examples);
      await assertAudited(troth, name);
    } finally {
      await troth.close();
    }
  });
}
