/** The stages of a promise, one under the other: what, who owes it, by when, how far it is. */
import { say } from './format.ts';
import type { Text } from './format.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { type Life, ring } from './rings.ts';
import { stageWords } from './words-stage-rows.ts';
import type { Locale } from './words.ts';

export type StageState = 'next' | 'now' | 'late' | 'met' | 'met_late' | 'missed' | 'void' | 'follows';

export interface StageRow {
  readonly what: Text;
  readonly owedBy: 'promisor' | 'promisee';
  readonly by: Text | null;
  readonly state: StageState;
  /** How much of what is to be reached was counted, in its own unit; `said` is the same in words. */
  readonly progress: { readonly done: number; readonly asked: number; readonly said: Text } | null;
  /** Such as the discounts enjoyed on the way. */
  readonly note: Text | null;
}

const LIFE_OF_STAGE: Readonly<Record<StageState, Life>> = {
  next: 'open',
  now: 'open',
  late: 'late',
  met: 'kept',
  met_late: 'kept',
  missed: 'broken',
  void: 'open',
  follows: 'open',
};

function progressBar({ done, asked, said }: NonNullable<StageRow['progress']>, locale: Locale): Html {
  const share = `${Math.max(0, Math.min(100, Math.round((done / Math.max(1, asked)) * 100)))}%`;
  return html`<svg class="progress" width="100%" height="8" role="img" aria-label="${say(said, locale)}"><rect x="0" y="1" width="100%" height="6" rx="3" class="part-lost"/>${
    done > 0 && html`<rect x="0" y="1" width="${share}" height="6" rx="3" class="part-on-time"/>`
  }</svg>`;
}

function stageRow(row: StageRow, locale: Locale): Html {
  const words = stageWords[locale];
  const who = words.owedBy[row.owedBy];
  const small = [who, row.by === null ? '' : say(row.by, locale), row.note === null ? '' : say(row.note, locale)];
  return html`<li class="row stage" data-stage="${row.state}">${ring(LIFE_OF_STAGE[row.state], 16)}<div class="row-main"><span>${say(row.what, locale)}</span><small>${small
    .filter((part) => part !== '')
    .join(' · ')}</small>${row.progress && progressBar(row.progress, locale)}</div><span class="row-side">${
    row.progress === null || row.state !== 'now' ? words.states[row.state] : say(row.progress.said, locale)
  }</span></li>`;
}

/** Nothing at all where there is nothing to list. */
export function stagesSection(rows: readonly StageRow[], locale: Locale): Html | null {
  if (rows.length === 0) return null;
  return html`<section><h2 class="label">${stageWords[locale].title}</h2><ol class="rows stages">${rows.map((row) => stageRow(row, locale))}</ol></section>`;
}
