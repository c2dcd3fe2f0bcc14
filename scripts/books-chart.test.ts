import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { booksPage } from './books-chart.ts';

test('docs/books.md is the chart as it is now', () => {
  const page = readFileSync(new URL('../docs/books.md', import.meta.url), 'utf8');
  assert.equal(page, booksPage(), 'write it anew: node scripts/run.mjs scripts/books-chart.ts');
});
