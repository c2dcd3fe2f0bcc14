/** The reference as plain HTML, made from the OpenAPI document and the catalogue of problems: no script, nothing from elsewhere. */
import { html, htmlText, type Html } from '../pages/html.ts';
import { STYLESHEET_PATH } from '../pages/shell.ts';
import { bodySample, curlOf, membersOf, type ApiOperation, operationsOf } from './reference-samples.ts';

interface ProblemEntry {
  readonly type: string;
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly next: string;
}

type Rules = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

function document(title: string, main: Html): string {
  return htmlText(
    html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Troth</title><link rel="stylesheet" href="${STYLESHEET_PATH}"><link rel="stylesheet" href="/assets/reference.css"></head><body class="reference"><header><p><a href="/">Troth</a> · <a href="/docs">API reference</a> · <a href="/problems">Problems</a> · <a href="/v1/openapi.json">OpenAPI 3.1</a></p></header><main>${main}</main></body></html>`,
  );
}

export function renderProblems(problems: readonly ProblemEntry[]): string {
  const rows = problems.map(
    (one) =>
      html`<tr><td>${one.status}</td><td><a href="${one.type}"><code>${one.code}</code></a></td><td>${one.title}</td></tr>`,
  );
  return document(
    'Problems',
    html`<h1>Problems</h1><p>Every error is a problem (RFC 9457). Its <code>code</code> names the rule, its <code>pointers</code> the fields, and <code>next</code> says what to do.</p><table><thead><tr><th>Status</th><th>Code</th><th>Meaning</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

export function renderProblem(problem: ProblemEntry, rules: Rules): string {
  const named = Object.entries(rules).map(
    ([rule, text]) =>
      html`<tr><td><code>${rule}</code></td><td lang="en">${text.en}</td><td lang="zh-CN">${text.zh}</td></tr>`,
  );
  const table =
    named.length === 0
      ? null
      : html`<h2>Rules that <code>errors</code> may name</h2><table><tbody>${named}</tbody></table>`;
  return document(
    problem.code,
    html`<h1><code>${problem.code}</code></h1><p>Status ${problem.status}</p><p>${problem.title}</p><p>${problem.next}</p>${table}`,
  );
}

/** `openapi` is the document that the server serves itself. */
export function renderApiReference(openapi: unknown): string {
  const operations = operationsOf(openapi);
  const tags = [...new Set(operations.map((operation) => operation.tag))];
  const contents = tags.map((tag) => html`<li><a href="${`#${tag}`}">${tag}</a></li>`);
  const sections = tags.map(
    (tag) =>
      html`<section><h2 id="${tag}">${tag}</h2>${operations.filter((operation) => operation.tag === tag).map(renderOperation)}</section>`,
  );
  return document(
    'API reference',
    html`<h1>API reference</h1><p>Every error is a <a href="/problems">problem</a>. Every POST carries an <code>Idempotency-Key</code>: the same key and body get the same answer for thirty days. Set <code>TROTH_URL</code> and <code>TROTH_KEY</code>, then paste an example.</p><nav><ul>${contents}</ul></nav>${sections}`,
  );
}

function renderOperation(operation: ApiOperation): Html {
  const members = membersOf(operation.body);
  const table =
    members.length === 0
      ? null
      : html`<table><thead><tr><th>Member</th><th>Type</th><th>Meaning</th></tr></thead><tbody>${members.map(
          (member) =>
            html`<tr><td><code>${member.name}</code>${member.isRequired ? null : ' (optional)'}</td><td>${member.type}</td><td>${member.description}</td></tr>`,
        )}</tbody></table>`;
  return html`<article><h3 id="${operation.id}"><code>${operation.method} ${operation.path}</code></h3><p>${operation.summary}</p>${table}<pre><code>${curlOf(operation, bodySample(operation))}</code></pre></article>`;
}

/** A few rules beside the pages' stylesheet: wide tables and code that scroll by themselves. */
export const REFERENCE_CSS = `.reference{max-width:64rem;margin:0 auto;padding:1rem;font:14px/22px var(--sans)}
.reference pre,.reference table{display:block;overflow-x:auto}
.reference pre{background:var(--sunk);padding:.75rem;border-radius:8px}
.reference code{font-family:var(--mono)}
.reference td,.reference th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--line)}
`;
