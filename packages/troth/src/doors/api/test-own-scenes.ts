/** The scenes of a person, played by a shop that promises: the same stage, with a shop where the person stood. */
import type { Make, Stage } from './test-stage.ts';
import { must } from './test-story.ts';
import type { TestTroth } from './test-troth.ts';

/** Where a scene says the person's session, it is the shop's key that is shown, and `/v1/me` is `/v1/own`. */
const INSTEAD_OF_A_SESSION = 'trs_of_a_shop';

async function playedByShop(stage: Stage): Promise<{ readonly stage: Stage; readonly key: string }> {
  const { merchantId, key } = await stage.troth.createMerchant('The Borrower');
  const call: TestTroth['call'] = (method, path, ask = {}) =>
    ask.token === INSTEAD_OF_A_SESSION
      ? stage.troth.call(method, path.replace('/v1/me', '/v1/own'), { ...ask, token: key })
      : stage.troth.call(method, path, ask);
  const troth: TestTroth = {
    ...stage.troth,
    call,
    // A shop goes by its own id.
    refFor: (partyId, other) => (partyId === merchantId ? (merchantId as never) : stage.troth.refFor(partyId, other)),
  };
  const person = { partyId: merchantId, session: INSTEAD_OF_A_SESSION };
  const body = { offerId: stage.camera, textVersion: 'deposit_waiver/1' };
  must(await call('POST', '/v1/me/consents', { token: person.session, body }), 201, 'consent');
  return { stage: { ...stage, troth, person }, key };
}

/** For each scene of a person one of a shop, under the name of its own route. */
export function ownScenes(scenes: Readonly<Record<string, Make>>): Readonly<Record<string, Make>> {
  const persons = Object.entries(scenes).filter(([name]) => name.startsWith('POST /v1/me/'));
  return Object.fromEntries(
    persons.map(([name, make]): [string, Make] => [
      name.replace('/v1/me/', '/v1/own/'),
      async (stage) => {
        const { stage: own, key } = await playedByShop(stage);
        return { ...(await make(own)), token: key };
      },
    ]),
  );
}
