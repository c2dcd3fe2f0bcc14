// Writes the written parts of docs/kinds/*.md from the kinds and the table of moves: node scripts/run.mjs scripts/kind-pages.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { OWN_KINDS } from '../packages/troth/src/rooms/offer/index.ts';
import { withParts } from './kind-pages/generated-parts.ts';

for (const kind of OWN_KINDS.values()) {
  const page = new URL(`../docs/kinds/${kind.kind}.md`, import.meta.url);
  writeFileSync(page, withParts(readFileSync(page, 'utf8'), kind));
}
