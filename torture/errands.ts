/**
 * What merchants and people do, drawn by chance from what the client believes to be possible. It may be wrong: time moves pledges,
 * others are quicker, and a refusal is an answer like another.
 */
import type { Chance } from '../sim/seeded-chance.ts';
import type { Believed, Known } from './believed.ts';
import type { Answer, AnswerBody, Ask, AskKind } from './client.ts';
import type { Person, Shop, Town } from './town.ts';

export interface Errand {
  readonly ask: Ask;
  /** Takes in a final answer. */
  learn(answer: Answer): void;
}

export interface Stage {
  readonly town: Town;
  readonly believed: Believed;
  readonly chance: Chance;
  readonly nextKey: () => string;
}

const BULK_MAX = 24;
const HOUR_MS = 3_600_000;

type Draw = (stage: Stage) => Errand | null;

/** One errand by weight; an order when the drawn one is not possible. */
export function drawErrand(stage: Stage): Errand {
  const at = stage.chance.weighted(ERRANDS.map(([weight]) => weight));
  const [, draw] = ERRANDS[at] as (typeof ERRANDS)[number];
  return draw(stage) ?? order(stage);
}

const ERRANDS: readonly (readonly [number, Draw])[] = [
  [16, order],
  [2, bulk],
  [8, promise],
  [18, (stage) => personMove(stage, 'offered', 'accept')],
  [2, (stage) => personMove(stage, 'offered', 'decline')],
  [1, (stage) => merchantMove(stage, 'offered', 'cancel')],
  [14, (stage) => merchantMove(stage, 'accepted', 'begin', (known) => known.isRental)],
  [3, (stage) => personMove(stage, 'accepted', 'cancel')],
  [1, (stage) => merchantMove(stage, 'accepted', 'cancel')],
  [4, (stage) => merchantMove(stage, 'accepted', 'fulfil', (known) => !known.isRental)],
  [5, (stage) => merchantMove(stage, 'active', 'fulfil')],
  [4, (stage) => personMove(stage, 'active', 'extend')],
  [3, (stage) => personMove(stage, 'active', 'declare')],
  [8, evidence],
  [8, notice],
  [5, (stage) => personMove(stage, 'noticed', 'answer')],
  [1, (stage) => merchantMove(stage, 'noticed', 'withdraw')],
  [2, (stage) => merchantMove(stage, 'answered', 'break')],
  [1, (stage) => merchantMove(stage, 'answered', 'fulfil')],
  [7, settle],
  [1, revoke],
  [2, consentAgain],
];

function shopAndPerson({ town, chance }: Stage): { shop: number; person: number; ref: string } {
  const person = chance.whole(0, town.people.length - 1);
  const refs = [...(town.people[person] as Person).refs];
  const [shop, ref] = refs[chance.whole(0, refs.length - 1)] as [number, string];
  return { shop, person, ref };
}

function orderBody(stage: Stage, shop: Shop, isRental: boolean): object {
  if (isRental) return { offerId: shop.rentalOfferId };
  const startsAt = new Date(stage.town.nowMs + stage.chance.whole(1, 12) * HOUR_MS).toISOString();
  return { offerId: shop.attendOfferId, startsAt };
}

function learnBirth(stage: Stage, body: AnswerBody, of: { shop: number; person: number; isRental: boolean }): void {
  const known: Known = {
    ...of,
    pledgeId: String(body.pledgeId),
    state: '',
    graceMs: Date.parse(String(body.graceUntil)),
    isDeclared: false,
    evidenceId: null,
    charges: [],
  };
  stage.believed.put(known, String(body.state));
}

function order(stage: Stage): Errand {
  const { shop: at, person, ref } = shopAndPerson(stage);
  const shop = stage.town.shops[at] as Shop;
  const isRental = stage.chance.happens(0.7);
  const key = stage.nextKey();
  const orderNo = stage.chance.happens(0.5) ? { orderNo: `no-${key}` } : {};
  const body = { ...orderBody(stage, shop, isRental), promisor: ref, ...orderNo };
  return {
    ask: { key, kind: 'order', path: '/v1/pledges', token: shop.key, speaker: shop.merchantId, body },
    learn: (answer) => {
      if (answer.status === 201) learnBirth(stage, answer.body, { shop: at, person, isRental });
    },
  };
}

function bulk(stage: Stage): Errand {
  const at = shopAndPerson(stage).shop;
  const shop = stage.town.shops[at] as Shop;
  const customers = stage.town.people.flatMap((person, index) => (person.refs.has(at) ? [index] : []));
  const items = Array.from({ length: stage.chance.whole(2, BULK_MAX) }, () => {
    const person = customers[stage.chance.whole(0, customers.length - 1)] as number;
    const ref = (stage.town.people[person] as Person).refs.get(at) as string;
    return { person, body: { idempotencyKey: stage.nextKey(), ...orderBody(stage, shop, true), promisor: ref } };
  });
  const body = { pledges: items.map((item) => item.body) };
  return {
    ask: {
      key: stage.nextKey(),
      kind: 'bulk',
      path: '/v1/pledges/bulk',
      token: shop.key,
      speaker: shop.merchantId,
      body,
    },
    learn: (answer) => {
      const answers = (answer.body.answers ?? []) as { status: number; body?: AnswerBody }[];
      for (const [index, { status, body: born }] of answers.entries()) {
        const person = items[index]?.person;
        if (status === 201 && born !== undefined && person !== undefined)
          learnBirth(stage, born, { shop: at, person, isRental: true });
      }
    },
  };
}

function promise(stage: Stage): Errand {
  const { shop: at, person } = shopAndPerson(stage);
  const shop = stage.town.shops[at] as Shop;
  const { partyId, session } = stage.town.people[person] as Person;
  const isRental = stage.chance.happens(0.7);
  const consent = stage.chance.happens(0.2) ? { consent: { textVersion: 'deposit_waiver/1' } } : {};
  const terms = stage.chance.happens(0.9) ? 'trust' : 'ordinary';
  const body = { ...orderBody(stage, shop, isRental), terms, shownMinor: 0, ...consent };
  return {
    ask: { key: stage.nextKey(), kind: 'promise', path: '/v1/me/pledges', token: session, speaker: partyId, body },
    learn: (answer) => {
      if (answer.status === 201) learnBirth(stage, answer.body, { shop: at, person, isRental });
    },
  };
}

/** A move, with the pledge put where the answer says it now is. */
function moved(stage: Stage, known: Known, ask: Omit<Ask, 'key'>): Errand {
  return {
    ask: { key: stage.nextKey(), ...ask },
    learn: (answer) => {
      if (answer.body.code === 'pledge_is_over') known.state = 'over';
      if (answer.status !== 200) return;
      const { state, graceUntil, charges } = answer.body as {
        state: string;
        graceUntil: string;
        charges: { chargeId: string }[];
      };
      known.graceMs = Date.parse(graceUntil);
      known.isDeclared ||= ask.path.endsWith('/declare');
      known.charges.push(...charges.map((charge) => charge.chargeId));
      stage.believed.put(known, state);
      if (known.charges.length > 0) stage.believed.put({ ...known }, 'owing');
    },
  };
}

function personMove(stage: Stage, from: string, move: string): Errand | null {
  const known = stage.believed.pick(stage.chance, from);
  if (known === null) return null;
  const { partyId, session } = stage.town.people[known.person] as Person;
  const answers = ['on_my_way', 'already_returned', 'was_there', 'this_is_wrong'];
  const body = move === 'answer' ? { answer: answers[stage.chance.whole(0, 3)] } : {};
  const path = `/v1/me/pledges/${known.pledgeId}/${move}`;
  return moved(stage, known, { kind: 'person_move', path, token: session, speaker: partyId, body });
}

function byMerchant(stage: Stage, known: Known, kind: AskKind, rest: string, body: object): Omit<Ask, 'key'> {
  const shop = stage.town.shops[known.shop] as Shop;
  return { kind, path: `/v1/pledges/${known.pledgeId}/${rest}`, token: shop.key, speaker: shop.merchantId, body };
}

function merchantMove(stage: Stage, from: string, move: string, fits?: (known: Known) => boolean): Errand | null {
  const known = stage.believed.pick(stage.chance, from, fits);
  return known === null ? null : moved(stage, known, byMerchant(stage, known, 'merchant_move', move, {}));
}

/** Evidence for a pledge whose grace is over, or whose return was declared and can be contested. */
function evidence(stage: Stage): Errand | null {
  const isOverdue = (known: Known) => known.isDeclared || known.graceMs < stage.town.nowMs;
  const known =
    stage.believed.pick(stage.chance, 'active', isOverdue) ?? stage.believed.pick(stage.chance, 'accepted', isOverdue);
  if (known === null) return null;
  const contentBase64 = Buffer.from(`photo of ${known.pledgeId}`).toString('base64');
  const ask = byMerchant(stage, known, 'evidence', 'evidence', { mediaType: 'text/plain', contentBase64 });
  return {
    ask: { key: stage.nextKey(), ...ask },
    learn: (answer) => {
      if (answer.status !== 201) return;
      known.evidenceId = String(answer.body.evidenceId);
      stage.believed.put(known, 'evident');
    },
  };
}

function notice(stage: Stage): Errand | null {
  const known = stage.believed.pick(stage.chance, 'evident');
  if (known === null) return null;
  return moved(stage, known, byMerchant(stage, known, 'merchant_move', 'notice', { evidenceIds: [known.evidenceId] }));
}

function settle(stage: Stage): Errand | null {
  const known = stage.believed.pick(stage.chance, 'owing');
  const chargeId = known?.charges[0];
  if (known === null || chargeId === undefined) return null;
  const verb = stage.chance.happens(0.85) ? 'mark-paid' : 'forgive';
  return {
    ask: { key: stage.nextKey(), ...byMerchant(stage, known, 'settle', `charges/${chargeId}/${verb}`, {}) },
    learn: () => {
      known.charges.shift();
      if (known.charges.length === 0) known.state = 'settled';
    },
  };
}

function revoke(stage: Stage): Errand | null {
  const { consents, people } = stage.town;
  const consent = consents[stage.chance.whole(0, Math.max(0, consents.length - 1))];
  if (consent === undefined) return null;
  const { partyId, session } = people[consent.person] as Person;
  return {
    ask: {
      key: stage.nextKey(),
      kind: 'consent_revoke',
      path: `/v1/me/consents/${consent.consentId}/revoke`,
      token: session,
      speaker: partyId,
      body: {},
    },
    learn: () => {
      const at = consents.indexOf(consent);
      if (at >= 0) consents.splice(at, 1);
    },
  };
}

function consentAgain(stage: Stage): Errand {
  const { shop, person } = shopAndPerson(stage);
  const { partyId, session } = stage.town.people[person] as Person;
  const body = { offerId: (stage.town.shops[shop] as Shop).rentalOfferId, textVersion: 'deposit_waiver/1' };
  return {
    ask: {
      key: stage.nextKey(),
      kind: 'consent_give',
      path: '/v1/me/consents',
      token: session,
      speaker: partyId,
      body,
    },
    learn: (answer) => {
      if (answer.status === 201) stage.town.consents.push({ consentId: String(answer.body.consentId), person, shop });
    },
  };
}
