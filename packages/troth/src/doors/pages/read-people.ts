/** Asking who somebody is: the people of a test world to pick from; in the live one only a field. */
import { idFromUuid } from '../../kernel/index.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import type { SignInView } from './accept-view.ts';
import type { Visit } from './visit.ts';
import { both } from './words-facts.ts';

const PEOPLE_MAX = 12;

export async function readPeople(context: SignInContext, visit: Visit, back: string): Promise<SignInView> {
  const { worldId, mode } = visit.visitor;
  if (mode === 'live') return { kind: 'live', target: visit.target('/sign-in', [['back', back]]) };
  const { installation } = context;
  const { rows } = await installation.cold.within({ worldId }, (client) =>
    client.query<{ party_id: string; name_sealed: Buffer; wrapped_key: Buffer; open_count: number }>(
      `select p.party_id::text, p.name_sealed, q.wrapped_key, q.open_count from persons p join parties q on q.party_id = p.party_id
       where p.world_id = $1 and q.state = 'active' and p.name_sealed is not null order by p.party_id limit ${PEOPLE_MAX}`,
      [worldId],
    ),
  );
  const people = rows.map((row) => {
    const partyId = idFromUuid('pty', row.party_id);
    const key = installation.vault.unwrap(worldId, partyId, row.wrapped_key);
    const open = row.open_count;
    return {
      value: partyId,
      name: installation.vault.open(key, row.name_sealed, 'name').toString('utf8'),
      note: open === 0 ? null : both(`${open} 个约定没结束`, `${open} ${open === 1 ? 'pledge' : 'pledges'} open`),
    };
  });
  return { kind: 'test', target: visit.target('/sandbox/sign-in', [['back', back]]), people };
}
