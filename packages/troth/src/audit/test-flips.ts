/** Other values for a value: what somebody with the database's password could have written instead. */
import type pg from 'pg';

export interface Flip {
  readonly table: string;
  readonly column: string;
  readonly row: string;
  readonly from: string | null;
  readonly to: string;
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** The words that a check of the schema allows here, when it lists them. */
  readonly words: readonly string[];
}

export async function columnsOf(client: pg.ClientBase): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
       array(select distinct m[1] from pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), $r$'([a-z_]+)'::text$r$, 'g') m
         where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]) as words
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped order by 1, a.attnum`,
  );
  return rows;
}

/** Flips of some rows of a column: several of the first, one of the last, and one that fills an empty place. */
export async function flipsOf(client: pg.ClientBase, { table, column, type, words }: Column): Promise<Flip[]> {
  const { rows } = await client.query<{ row: string; value: string | null }>(
    `select ctid::text as row, "${column}"::text as value from ${table} order by "${column}"::text nulls last, ctid`,
  );
  const filled = rows.filter(({ value }) => value !== null);
  const [first, last] = [filled[0], filled.at(-1)];
  const empty = rows.find(({ value }) => value === null);
  const flip = (of: { row: string; value: string | null }, to: string): Flip => ({
    table,
    column,
    row: of.row,
    from: of.value,
    to,
  });
  const flips: Flip[] = [];
  if (first !== undefined) {
    for (const to of made(type, first.value as string)) flips.push(flip(first, to));
    for (const word of words) flips.push(flip(first, word));
    if (last !== undefined && last.value !== first.value) {
      flips.push(flip(first, last.value as string), flip(last, made(type, last.value as string)[0] as string));
    }
  }
  if (empty !== undefined) flips.push(flip(empty, last?.value ?? INVENTED[type] ?? 'x'));
  return flips.filter(({ from, to }) => from !== to);
}

const INVENTED: Readonly<Record<string, string>> = {
  uuid: '018f0000-0000-7000-8000-000000000001',
  'timestamp with time zone': '2026-12-01 00:00:00+00',
  bytea: '\\x00',
  bigint: '1',
  integer: '1',
  smallint: '1',
  jsonb: '{}',
};

function made(type: string, value: string): string[] {
  switch (type) {
    case 'uuid':
      return [value.slice(0, -1) + (value.endsWith('0') ? '1' : '0')];
    case 'bigint':
    case 'integer':
    case 'smallint':
      return [String(BigInt(value) + 1n), String(BigInt(value) - 1n)];
    case 'timestamp with time zone':
      return [isoPlus(value, 1000), isoPlus(value, -3_600_000)];
    case 'bytea':
      return [value.slice(0, -1) + (value.endsWith('0') ? '1' : '0')];
    case 'jsonb': {
      const next = (digit: string) => String((Number(digit) + 1) % 10);
      const others = [value.replace(/\d(?=\D*$)/, next), value.replace(/\d/, next)];
      return others[0] === value ? [value.replace(/"(?=\}*$)/, 'x"')] : others;
    }
    case 'text[]':
    case 'uuid[]':
      return [value.includes(',') ? `{${value.slice(1, -1).split(',').slice(1).join(',')}}` : '{}'];
    default:
      return [`${value}x`];
  }
}

function isoPlus(value: string, ms: number): string {
  return new Date(Date.parse(value.replace(' ', 'T').replace(/\+00$/, 'Z')) + ms).toISOString();
}
