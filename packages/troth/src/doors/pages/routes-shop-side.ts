/** The forms of the shop's side, in a test world only. Each move carries the few numbers it needs. */
import { isId } from '../../kernel/index.ts';
import { isIdempotencyKey } from '../api/context.ts';
import { findPledge, type PledgeInFull } from '../api/person-file.ts';
import { collectAsShop, playShop, type SaidByShop } from '../api/sandbox-shop.ts';
import { ANSWERS } from '../api/move-bodies.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { amountFromText } from './money-field.ts';
import { nextLineNo } from './shop-moves.ts';
import { SHOP_MOVES, type ShopMove } from './shop-side.ts';
import { nothingHere, type Pages, refusedPage, type Visit } from './visit.ts';
import { both } from './words-facts.ts';

export function shopSideRoutes(pages: Pages, context: SignInContext): void {
  pages.postAsPerson('/sandbox/shop/:pledgeId', async (visit, person) => {
    const pledgeId = visit.part('pledgeId');
    const found = isId('plg', pledgeId) ? await findPledge(context, person, pledgeId) : null;
    if (found === null) return nothingHere;
    const back = `/p/${found.pledge.pledgeId}`;
    const move = SHOP_MOVES.find((one) => one === visit.field('move'));
    if (move === undefined || !isIdempotencyKey(visit.key))
      return { kind: 'error', status: 400, toFix: [], retryHref: back };
    if (move === 'collect') {
      const refused = await collectAsShop(context, person.worldId, found.charges, visit.key);
      return refused === null ? { kind: 'go', to: back } : refusedPage(refused, back);
    }
    const said = saidOf(move, found, visit);
    if (said === null) {
      const write = both('写一个数，像 36 或 36.50。', 'Write a number, such as 36 or 36.50.');
      return { kind: 'error', status: 422, toFix: [write], retryHref: back };
    }
    const refused = await playShop(context, person.worldId, found.pledge, said, visit.key);
    return refused === null ? { kind: 'go', to: back } : refusedPage(refused, back);
  });
}

/** The move with its numbers; null when a number is missing or is none. */
function saidOf(move: Exclude<ShopMove, 'collect'>, { pledge, facts }: PledgeInFull, visit: Visit): SaidByShop | null {
  const amount = (name: string): number | null => amountFromText(visit.field(name) ?? '', pledge.currency);
  const isEmpty = (name: string) => (visit.field(name) ?? '').trim() === '';
  switch (move) {
    case 'bill': {
      const amountMinor = amount('amount');
      return amountMinor === null ? null : { move, amountMinor };
    }
    case 'report': {
      const [paid, discount] = [isEmpty('amount') ? 0 : amount('amount'), isEmpty('discount') ? 0 : amount('discount')];
      const minutes = isEmpty('minutes')
        ? 0
        : Number(/^[0-9]{1,5}$/.exec(visit.field('minutes') ?? '')?.[0] ?? Number.NaN);
      if (paid === null || discount === null || Number.isNaN(minutes)) return null;
      return { move, lineNo: nextLineNo(facts), count: 1, amountMinor: paid, minutes, discountMinor: discount };
    }
    case 'take_back': {
      const lineNo = visit.field('line');
      return lineNo === null ? null : { move, lineNo };
    }
    case 'notice': {
      const claimMinor = isEmpty('claim') ? undefined : amount('claim');
      if (claimMinor === null || claimMinor === 0) return null;
      return claimMinor === undefined ? { move } : { move, claimMinor };
    }
    case 'answer': {
      const answer = ANSWERS.find((one) => one === visit.field('answer'));
      return answer === undefined ? null : { move, answer };
    }
    case 'begin':
    case 'declare':
    case 'fulfil':
    case 'cancel':
    case 'release':
    case 'withdraw':
    case 'break':
      return { move };
  }
}
