/**
 * Which lines of a pledge are counted: no table keeps them, the facts of the pledge tell. A line counts until it is taken back, by the
 * shop that counted it: each shop of a programme has its own numbers.
 */
import { type Id, idFromUuid, uuidOf } from '../kernel/index.ts';
import type { Call, Row, Statement } from '../platform/db/index.ts';
import type { CountedLine } from '../rooms/pledge/index.ts';

// Details are canonical JSON: a quote inside a text is escaped, so a member and its value are found by their own letters.
const FIND_LINES: Statement = {
  name: 'find_lines',
  text: `select f.pledge_id::text, u.line_no, f.kind, f.detail from (select distinct * from unnest($1::uuid[], $2::text[], $3::text[])) u(pledge_id, line_no, member)
    join facts f on f.pledge_id = u.pledge_id and position(u.member in f.detail) > 0`,
  types: ['uuid[]', 'text[]', 'text[]'],
};

export interface NamedLine {
  readonly pledgeId: Id<'plg'>;
  readonly lineNo: string;
  /** The partner that honoured it; null for the promisee itself. */
  readonly honouredBy: Id<'pty'> | null;
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

  /** Whatever their order: a line is counted when it was counted once more than it was taken back, and then the rest is its numbers. */
  constructor(rows: readonly Row[]) {
    const rests = new Map<string, { readonly times: number; readonly line: CountedLine }>();
    for (const [pledge, lineNo, kind, detail] of rows) {
      const { said } = JSON.parse(detail as string) as { said: CountedLine & { readonly honouredBy?: Id<'pty'> } };
      const pledgeId = idFromUuid('plg', pledge as string);
      const key = keyOf({ pledgeId, lineNo: lineNo as string, honouredBy: said.honouredBy ?? null });
      const sign = kind === 'uncounted' ? -1 : 1;
      const before = rests.get(key);
      rests.set(key, { times: (before?.times ?? 0) + sign, line: added(before?.line ?? null, said, sign) });
    }
    for (const [key, { times, line }] of rests) if (times > 0) this.#counted.set(key, line);
  }

  find(named: NamedLine): CountedLine | null {
    return this.#counted.get(keyOf(named)) ?? null;
  }

  count(named: NamedLine, line: CountedLine): void {
    this.#counted.set(keyOf(named), line);
  }

  takeBack(named: NamedLine): void {
    this.#counted.delete(keyOf(named));
  }
}

function keyOf({ pledgeId, lineNo, honouredBy }: NamedLine): string {
  return `${pledgeId} ${honouredBy ?? ''} ${lineNo}`;
}

function added(to: CountedLine | null, line: CountedLine, sign: 1 | -1): CountedLine {
  return {
    lineNo: line.lineNo,
    count: (to?.count ?? 0) + sign * line.count,
    amountMinor: (to?.amountMinor ?? 0) + sign * line.amountMinor,
    minutes: (to?.minutes ?? 0) + sign * line.minutes,
    discountMinor: (to?.discountMinor ?? 0) + sign * line.discountMinor,
  };
}
