/** The first and last words of a transaction on a hot connection. */
import type { Call, Statement } from './hot-connection.ts';

const BEGIN_STATEMENT: Statement = { name: 'begin', text: 'begin', types: [] };
const SET_WORLD: Statement = {
  name: 'set_world',
  text: `select set_config('troth.world', $1::int4::text, true)`,
  types: ['int4'],
};

export const BEGIN: Call = [BEGIN_STATEMENT];
export const COMMIT: Call = [{ name: 'commit', text: 'commit', types: [] }];
export const ROLLBACK: Call = [{ name: 'rollback', text: 'rollback', types: [] }];

/** Sees one world, and may write no merchant's rows. */
export function beginInWorld(worldId: number): readonly [begin: Call, world: Call] {
  return [BEGIN, [SET_WORLD, worldId]];
}
