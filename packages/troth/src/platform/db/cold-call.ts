/** A statement of the write path, asked on an ordinary connection: the rooms' own SQL serves readers too. */
import type pg from 'pg';
import type { Call, Row } from './hot-connection.ts';

const asText = { getTypeParser: () => (value: string) => value };

/** Rows as text fields, as the write path gives them. For statements without instants among their parameters. */
export async function coldCall(client: pg.ClientBase, call: Call): Promise<Row[]> {
  const [statement, ...values] = call;
  const { rows } = await client.query<(string | null)[]>({
    text: statement.text,
    values: values as unknown[],
    rowMode: 'array',
    types: asText,
  });
  return rows;
}
