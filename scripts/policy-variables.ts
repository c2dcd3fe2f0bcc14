// Writes docs/policy-variables.md from the list that a policy is compiled against: node scripts/run.mjs scripts/policy-variables.ts
import { writeFileSync } from 'node:fs';
import {
  FORBIDDEN_IDEAS,
  POLICY_FUNCTIONS,
  POLICY_REFUSALS,
  POLICY_VARIABLES,
} from '../packages/troth/src/rooms/admission/index.ts';

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** The page as it must stand. */
export function policyVariablesPage(): string {
  return [
    '# What an admission policy can read',
    '',
    'This page is written from the list that policies are compiled against (`packages/troth/src/rooms/admission/variables.ts`); a test fails when it is',
    'not current.',
    '',
    'A policy is up to 32 rows. Each has a condition in CEL (`when`), a step of the offer’s ladder (`step`, 0 is ordinary terms) and words for the person',
    '(`say`). The first row that holds decides; none that holds is ordinary terms. Amounts are whole minor units of the offer’s currency.',
    '',
    row('name', 'type', 'means', '中文'),
    row('---', '---', '---', '---'),
    ...POLICY_FUNCTIONS.map((one) => row(`\`${one.name}(x)\``, one.type, one.en, one.zh)),
    ...POLICY_VARIABLES.map((one) => row(`\`${one.name}\``, one.type, one.en, one.zh)),
    '',
    'Operators: `== != < <= > >= && || ! + - * / % ?: in [ … ]`, whole numbers, `true`, `false`, strings to compare with. There are no loops, methods,',
    'regular expressions, conversions or fractions.',
    '',
    '```json',
    '"rows": [',
    '  { "when": "unpaidMinor > 0", "step": 0, "say": { "zh": "还有一笔没付", "en": "Something is still unpaid" } },',
    '  { "when": "expectedLossMinor(offer.upToMinor) <= 500", "step": 3, "say": { "zh": "押金全免", "en": "The whole deposit is waived" } }',
    ']',
    '```',
    '',
    'What a row wants is lowered to a step that fits under the person’s limit over all shops, and to one whose expected loss fits into what is left of the',
    'offer’s loss budget.',
    '',
    '## What no policy will ever read',
    '',
    'There is no `score`. Writing one of these is refused when the offer is published, with row, line and column:',
    '',
    ...FORBIDDEN_IDEAS.map(([, zh, en]) => `- ${en} ${zh}`),
    '',
    '## Why a row is refused',
    '',
    row('rule', 'means', '中文'),
    row('---', '---', '---'),
    ...Object.entries(POLICY_REFUSALS).map(([rule, text]) => row(`\`${rule}\``, text.en, text.zh)),
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync(new URL('../docs/policy-variables.md', import.meta.url), policyVariablesPage());
