// Writes docs/pledge-life.md from the table of moves and the list of refusals: node scripts/run.mjs scripts/pledge-life.ts
import { writeFileSync } from 'node:fs';
import { MOVES, movesDiagram, PLEDGE_REFUSALS, TERMINAL_STATES } from '../packages/troth/src/rooms/pledge/index.ts';

const HEAD = `# The life of a pledge

This page is written from the table that the server itself obeys (\`packages/troth/src/rooms/pledge/moves.ts\`); a test fails when it is
not current. A pledge is in one state at a time; what is not a row below does not happen, whoever asks. Final states:
${TERMINAL_STATES.map((state) => `\`${state}\``).join(', ')}.

Three may speak: the **promisor** (the person who promised), the **promisee** (the shop), and **time**, which moves a pledge when the one
who owes the next word says nothing.
`;

/** The whole page: diagram, table, refusals. */
export function pledgeLifePage(): string {
  const rows = MOVES.map((row) => `| ${row.from} | ${row.by} | \`${row.move}\` | ${row.to} | ${row.when ?? ''} |`);
  const refusals = Object.entries(PLEDGE_REFUSALS).map(([code, text]) => `| \`${code}\` | ${text} |`);
  return [
    HEAD,
    '```mermaid',
    movesDiagram(),
    '```',
    '',
    '| from | by | move | to | when |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'A move that cannot be made is refused by name; the rules are checked in this order:',
    '',
    '| code | why |',
    '|---|---|',
    ...refusals,
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync(new URL('../docs/pledge-life.md', import.meta.url), pledgeLifePage());
