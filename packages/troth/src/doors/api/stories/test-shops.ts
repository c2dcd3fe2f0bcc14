/** Two shops and a clock: one lends, the other promises to bring it back, each with a key of its own. */
import assert from 'node:assert/strict';
import type { Id } from '../../../kernel/index.ts';
import { evidenceFor, must, type Person, type Shop } from '../test-story.ts';
import { openTestTroth, type Reply, type TestTroth } from '../test-troth.ts';

export type ShopSide = 'lender' | 'borrower';

/** What a shop was asked, and how it answered. */
export interface Shops {
  readonly troth: TestTroth;
  readonly lender: Shop;
  readonly borrower: Shop;
  readonly person: Person;
  readonly crates: Id<'ofr'>;
  /** The borrower promises in its own words. */
  promise(more?: object): Promise<Id<'plg'>>;
  /** One move; every credential but that of the side is refused first. */
  says(side: ShopSide, id: Id<'plg'>, move: string, body?: object): Promise<Reply['body']>;
  notice(id: Id<'plg'>, more?: object): Promise<Reply['body']>;
  own(path: string): Promise<Reply['body']>;
  /** As both sides see it: the state, and the charges by kind. */
  is(id: Id<'plg'>, state: string, charges: readonly (readonly [string, number, string])[]): Promise<void>;
  /** Pays every open charge of a promise. */
  paid(id: Id<'plg'>): Promise<void>;
  days(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function openShops(): Promise<Shops> {
  const troth = await openTestTroth();
  const [lender, borrower] = [await troth.createMerchant('The Lender'), await troth.createMerchant('The Borrower')];
  const [person, third] = [await troth.createPerson('路人'), await troth.createMerchant('Next Door')];
  const crates = await troth.publish(lender.key, 'crates');
  const own: Shops['own'] = async (path) =>
    must(await troth.call('GET', `/v1/own${path}`, { token: borrower.key }), 200, path).body;
  const keyOf = (side: ShopSide) => (side === 'lender' ? lender.key : borrower.key);
  const read = async (id: Id<'plg'>) =>
    must(await troth.call('GET', `/v1/pledges/${id}`, { token: lender.key }), 200, id).body;
  const says: Shops['says'] = async (side, id, move, body = {}) => {
    const path = `/v1${side === 'borrower' ? '/own' : ''}/pledges/${id}/${move.replaceAll('_', '-')}`;
    for (const token of [side === 'lender' ? borrower.key : lender.key, third.key]) {
      const other = await troth.call('POST', path, { token, body });
      assert.deepEqual([other.status, other.body.code], [404, 'pledge_unknown'], `${side} ${move} by another shop`);
    }
    const said = await troth.call('POST', path, { token: person.session, body });
    assert.deepEqual([said.status, said.body.code], [403, 'merchant_must_speak'], `${side} ${move} by a person`);
    return must(await troth.call('POST', path, { token: keyOf(side), body }), 200, `${side} ${move}`).body;
  };
  return {
    ...{ troth, lender, borrower, person, crates, own, says },
    async promise(more = {}) {
      const body = { offerId: crates, terms: 'trust', shownMinor: 0, consent: { textVersion: 'deposit_waiver/1' } };
      const reply = await troth.call('POST', '/v1/own/pledges', { token: borrower.key, body: { ...body, ...more } });
      return must(reply, 201, 'promise').body.pledgeId;
    },
    notice: async (id, more = {}) =>
      says('lender', id, 'notice', { evidenceIds: [await evidenceFor(troth, lender.key, id)], ...more }),
    async is(id, state, charges) {
      for (const page of [await read(id), await own(`/pledges/${id}`)]) {
        const found = page.charges.map((one: Charge) => [one.kind, one.amountMinor, one.state]).sort();
        assert.deepEqual([page.state, found], [state, [...charges].sort()]);
      }
    },
    async paid(id) {
      for (const { chargeId, state } of (await read(id)).charges as Charge[]) {
        if (state !== 'open') continue;
        const path = `/v1/pledges/${id}/charges/${chargeId}/mark-paid`;
        must(await troth.call('POST', path, { token: lender.key, body: {} }), 200, 'paid');
      }
    },
    days: (count) => troth.advance(count * 24),
    close: () => troth.close(),
  };
}

interface Charge {
  readonly chargeId: string;
  readonly kind: string;
  readonly amountMinor: number;
  readonly state: string;
}
