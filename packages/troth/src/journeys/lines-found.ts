/** Which lines of a pledge are counted: no table keeps them, the facts of the pledge tell. A line counts until it is taken back. */
import { type Id, uuidOf } from '../kernel/index.ts';
import type { Call, Row, Statement } from '../platform/db/index.ts';
import type { CountedLine } from '../rooms/pledge/index.ts';

// Details are canonical JSON: a quote inside a text is escaped, so a member and its value are found by their own letters.
const FIND_LINES: Statement = {
  name: 'find_lines',
  text: `select f.pledge_id::text, u.line_no, f.kind, f.detail from unnest($1::uuid[], $2::text[], $3::text[]) u(pledge_id, line_no, member)
    cross join lateral (select pledge_id, kind, detail from facts where pledge_id = u.pledge_id and position(u.member in detail) > 0
      order by fact_id desc limit 1) f`,
  types: ['uuid[]', 'text[]', 'text[]'],
};

export interface NamedLine {
  readonly pledgeId: Id<'plg'>;
  readonly lineNo: string;
}

export function findLines(named: readonly NamedLine[]): Call {
  return [
    FIND_LINES,
    named.map((one) => uuidOf(one.pledgeId)),
    named.map((one) => one.lineNo),
    named.map((one) => `"lineNo":${JSON.stringify(one.lineNo)}`),
  ];
}

/** What was found, and what the batch has counted and taken back since. */
export class LinesFound {
  readonly #counted = new Map<string, CountedLine>();

  constructor(rows: readonly Row[]) {
    for (const [pledge, lineNo, kind, detail] of rows) {
      if (kind === 'uncounted') continue;
      const { said } = JSON.parse(detail as string) as { said: CountedLine };
      this.#counted.set(keyOf(`plg_${(pledge as string).replaceAll('-', '')}`, lineNo as string), lineOf(said));
    }
  }

  find({ pledgeId, lineNo }: NamedLine): CountedLine | null {
    return this.#counted.get(keyOf(pledgeId, lineNo)) ?? null;
  }

  count(pledgeId: Id<'plg'>, line: CountedLine): void {
    this.#counted.set(keyOf(pledgeId, line.lineNo), line);
  }

  takeBack({ pledgeId, lineNo }: NamedLine): void {
    this.#counted.delete(keyOf(pledgeId, lineNo));
  }
}

function keyOf(pledgeId: string, lineNo: string): string {
  return `${pledgeId} ${lineNo}`;
}

function lineOf({ lineNo, count, amountMinor, minutes, discountMinor }: CountedLine): CountedLine {
  return { lineNo, count, amountMinor, minutes, discountMinor };
}
