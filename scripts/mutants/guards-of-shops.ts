// Guards of shops that promise: nobody speaks for another, and each role stands for itself.
import { type Guard, of } from './guard.ts';

const story = of('', 'doors/api/stories/crates.pg.test.ts');

export const GUARDS_OF_SHOPS: readonly Guard[] = [
  story(
    'nobody is named by the id of a person',
    'journeys/open-pledge.ts',
    'return party?.kind === promisorKind ? party : null;',
    'return party;',
  ),
  story(
    'a till makes no promises',
    'doors/api/own-word.ts',
    "does === 'says' ? 'promises:write' : 'promises:read'",
    "does === 'says' ? 'pledges:write' : 'pledges:read'",
  ),
  story(
    'a shop speaks of its own promises as itself',
    'doors/api/own-word.ts',
    "kind: 'merchant', worldId: shop.worldId, partyId: shop.merchantId",
    "kind: 'person', worldId: shop.worldId, partyId: shop.merchantId",
  ),
  of('rooms/party', 'rooms/party/party.test.ts')(
    'a shop is not written down as a person',
    'party.ts',
    "return kind === 'person' ? 'person' : 'promisor';",
    "return 'person';",
  ),
  story(
    'a shop brings evidence as the side that it is',
    'doors/api/evidence.ts',
    "if (speaker.merchantId !== idFromUuid('pty', merchant_id)) return 'promisor';",
    '',
  ),
  story(
    'a till brings no evidence of a promise that is not made to it',
    'doors/api/evidence.ts',
    "!principal.scopes.includes('promises:write')",
    'false',
  ),
  story(
    'how a shop kept its side of what was promised to it is no part of its number',
    'doors/api/my-score.ts',
    'and context not like $2',
    'and $2::text is not null',
  ),
  story(
    'a shop goes by its own name with those it promises to',
    'doors/api/context.ts',
    "return kind === 'merchant' ? partyId : refOf(context, worldId, merchantId, partyId);",
    'return refOf(context, worldId, merchantId, partyId);',
  ),
  of('audit', 'audit/check-party.test.ts')(
    'the audit knows a person’s word from a shop’s',
    'check-party.ts',
    "return party.kind === 'person' ? 'person' : 'promisor';",
    "return 'person';",
  ),
];
