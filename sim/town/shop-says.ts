/** What a shop has to say at the same time it says in one breath: its moves, whatever they are, in one request. */
import { present } from '../../packages/troth/src/kernel/assert.ts';
import type { MoveItem, Moved, ShopDoor } from '../api-client.ts';
import { byShop, taken } from './living.ts';
import type { Living, Running } from './living.ts';

export interface ShopMove {
  readonly shop: ShopDoor;
  readonly item: MoveItem;
  /** What follows from a move that the API took. */
  readonly whenMoved: (moved: Moved) => void;
}

export function moveOf({ pledgeId, visit }: Running, move: MoveItem['move']): MoveItem {
  return { pledgeId, move, idempotencyKey: `${move}-${visit.ordinal}`, effectiveAt: null, evidenceIds: null };
}

export async function sayAll(living: Living, moves: readonly ShopMove[]): Promise<void> {
  await byShop(moves, async (shop, group) => {
    const items = await living.api.movePledges(
      shop.key,
      group.map(({ item }) => item),
    );
    for (const [index, item] of items.entries()) {
      const moved = taken(living, item);
      if (moved !== null) present(group[index], 'each_move_has_its_answer').whenMoved(moved);
    }
  });
}
