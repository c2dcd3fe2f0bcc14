/** Disputes of all kinds for the small world that tests flip, made over HTTP. */
import { heldGoods, ride } from '../doors/api/test-stage-offers.ts';
import { type Person, type Shop, evidenceFor, move, must, promise } from '../doors/api/test-story.ts';
import type { TestTroth } from '../doors/api/test-troth.ts';

/** A pledge whose thing was handed over. */
export async function begun(troth: TestTroth, shop: Shop, person: Person, offerId: `ofr_${string}`): Promise<string> {
  const pledgeId = await promise(troth, person, offerId);
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  return pledgeId;
}

/** Charges paid and let go, turn about. */
export async function settle(
  troth: TestTroth,
  shop: Shop,
  pledgeId: string,
  charges: readonly { chargeId: string }[],
): Promise<void> {
  const ends = ['mark-paid', 'forgive'];
  for (const [i, { chargeId }] of charges.entries()) {
    must(
      await troth.call('POST', `/v1/pledges/${pledgeId}/charges/${chargeId}/${ends[i % 2]}`, {
        token: shop.key,
        body: {},
      }),
      200,
      'settle',
    );
  }
}

/** Decided for the person and against, silent, late, opened by the shop, about a pledge that runs; paid in part, put right. */
export async function disputesOfAllKinds(troth: TestTroth, shop: Shop, camera: `ofr_${string}`): Promise<void> {
  const person = await troth.createPerson('Dai 戴');
  const lateAgain = async (): Promise<Late> => {
    const pledgeId = await begun(troth, shop, person, camera);
    await troth.advance(24 * 6);
    const { factId, charges } = must(await move(troth, shop.key, pledgeId, 'fulfil'), 200, 'fulfil').body;
    return { pledgeId, factId, charges };
  };
  const say = async (token: string, path: string, body: object) =>
    must(
      await troth.call('POST', path, { token, body }),
      path.endsWith('contest') || path.endsWith('put-right') ? 201 : 200,
      path,
    ).body;
  const contest = async (factId: string): Promise<string> =>
    (await say(person.session, `/v1/me/facts/${factId}/contest`, { statement: '我按时还的' })).disputeId;
  const decide = (disputeId: string, outcome: string) =>
    say(troth.operatorKey, `/v1/operator/disputes/${disputeId}/decide`, {
      outcome,
      norm: 'evidence_for_a_break',
      text: '看过照片',
    });
  const answer = (disputeId: string) => say(shop.key, `/v1/disputes/${disputeId}/answer`, { statement: '晚了两天' });
  const chargeFact = async ({ pledgeId }: Late, kind: string): Promise<string> => {
    const { facts } = (await troth.call('GET', `/v1/me/pledges/${pledgeId}`, { token: person.session })).body;
    return facts.findLast((fact: { kind: string }) => fact.kind === kind).factId;
  };

  const [upheld, corrected, silent, paid] = [
    await lateAgain(),
    await lateAgain(),
    await lateAgain(),
    await lateAgain(),
  ];
  const first = await contest(upheld.factId);
  await answer(first);
  await decide(first, 'upheld');
  await say(shop.key, `/v1/pledges/${upheld.pledgeId}/facts/${upheld.factId}/put-right`, { how: 'in_kind' });
  const lateFee = corrected.charges.at(-1)?.chargeId;
  await say(shop.key, `/v1/pledges/${corrected.pledgeId}/charges/${lateFee}/pay-part`, { amountMinor: 1 });
  const second = await contest(corrected.factId);
  await answer(second);
  await decide(second, 'corrected');
  const open = await contest(await chargeFact(paid, 'charge_raised'));
  await answer(open);
  await decide(open, 'corrected');
  await settle(troth, shop, silent.pledgeId, silent.charges.slice(0, 1));
  await contest(await chargeFact(silent, 'charge_collected'));
  await contest(paid.factId);
  const byShop = `/v1/pledges/${paid.pledgeId}/facts/${await chargeFact(paid, 'begun')}/contest`;
  const third = (await say(shop.key, byShop, { statement: '交接时间不对' })).disputeId;
  await say(person.session, `/v1/me/disputes/${third}/answer`, { statement: '就是那个时间' });
  await troth.advance(24 * 25);
  // One runs, stopped while something is said, and one is still open.
  const running = await begun(troth, shop, person, camera);
  await contest(await chargeFact({ ...paid, pledgeId: running }, 'begun'));
  must(await move(troth, person.session, running, 'extend'), 200, 'extend');
  const was = await begun(troth, shop, person, camera);
  const fourth = await contest(await chargeFact({ ...paid, pledgeId: was }, 'begun'));
  await answer(fourth);
  await troth.advance(24);
  await decide(fourth, 'upheld');
}

/** About the stage that runs: two deliveries that were only said, decided by silence and by the operator, and a payment that is not owed. */
export async function disputesOfStages(troth: TestTroth, shop: Shop): Promise<void> {
  const person = await troth.createPerson('En 恩');
  const goods = await troth.publish(shop.key, 'umbrella', heldGoods);
  const rides = await troth.publish(shop.key, 'umbrella', ride);
  const contest = async (pledgeId: string, kind: string): Promise<string> => {
    const seen = await troth.call('GET', `/v1/me/pledges/${pledgeId}`, { token: person.session });
    const { factId } = seen.body.facts.findLast((fact: { kind: string }) => fact.kind === kind);
    const said = { token: person.session, body: { statement: '没有收到' } };
    return must(await troth.call('POST', `/v1/me/facts/${factId}/contest`, said), 201, 'contest').body.disputeId;
  };
  const correct = async (disputeId: string): Promise<void> => {
    const answer = { token: shop.key, body: { statement: '送到了' } };
    must(await troth.call('POST', `/v1/disputes/${disputeId}/answer`, answer), 200, 'answer');
    const body = { outcome: 'corrected', norm: 'evidence_for_a_break', text: '签收的不是本人' };
    const path = `/v1/operator/disputes/${disputeId}/decide`;
    must(await troth.call('POST', path, { token: troth.operatorKey, body }), 200, 'decide');
  };
  for (const isSilent of [true, false]) {
    const pledgeId = await promise(troth, person, goods);
    must(await move(troth, shop.key, pledgeId, 'fulfil'), 200, 'paid into escrow');
    const evidenceIds = [await evidenceFor(troth, shop.key, pledgeId, 'signed for')];
    must(await move(troth, shop.key, pledgeId, 'declare', { evidenceIds }), 200, 'declare');
    const disputeId = await contest(pledgeId, 'declared');
    if (isSilent) await troth.advance(24 * 8);
    else await correct(disputeId);
  }
  const pledgeId = await promise(troth, person, rides);
  must(await move(troth, shop.key, pledgeId, 'begin'), 200, 'begin');
  must(await move(troth, shop.key, pledgeId, 'bill', { amountMinor: 1_200 }), 200, 'bill');
  await troth.advance(25);
  await correct(await contest(pledgeId, 'charge_raised'));
}

interface Late {
  readonly pledgeId: string;
  readonly factId: string;
  readonly charges: readonly { readonly chargeId: string }[];
}
