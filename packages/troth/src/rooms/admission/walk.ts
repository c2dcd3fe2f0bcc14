/**
 * Walks a parsed condition and finds the first thing that is not offered. What is not on the lists below does not exist for a policy,
 * whatever the language could do.
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import type { BothTexts } from '../offer/index.ts';
import type { PolicyRefusal } from './refusals.ts';
import { FORBIDDEN_IDEAS, POLICY_FUNCTIONS, POLICY_VARIABLES } from './variables.ts';

export interface Forbidden {
  readonly reason: PolicyRefusal;
  readonly at: number;
  readonly text: BothTexts | null;
}

const OPERATORS = new Set([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&&',
  '||',
  '!_',
  '-_',
  '+',
  '-',
  '*',
  '/',
  '%',
  '?:',
  'in',
  'list',
]);
const VARIABLES = new Set(POLICY_VARIABLES.map((variable) => variable.name));
const OWNERS = new Set(
  POLICY_VARIABLES.filter((variable) => variable.name.includes('.')).map(
    (variable) => variable.name.split('.')[0] as string,
  ),
);
const FUNCTIONS = new Set<string>(POLICY_FUNCTIONS.map((one) => one.name));
const INT_MAX = 9_223_372_036_854_775_807n;

/** The parser's node as far as it is read here. */
interface Node {
  readonly op: string;
  readonly pos: number;
  readonly args: unknown;
}

/** The first part of the expression, from left to right, that a policy may not contain; null when there is none. */
export function findForbidden(root: ASTNode): Forbidden | null {
  return walk(root as unknown as Node);
}

function walk(node: Node): Forbidden | null {
  switch (node.op) {
    case 'value':
      return literal(node);
    case 'id':
      return name(String(node.args), node.pos);
    case '.':
      return member(node);
    case 'call':
      return call(node);
    default:
      if (!OPERATORS.has(node.op)) return { reason: 'expression_uses_what_is_not_offered', at: node.pos, text: null };
      return firstIn(Array.isArray(node.args) ? node.args : [node.args]);
  }
}

function firstIn(nodes: readonly unknown[]): Forbidden | null {
  for (const one of nodes) {
    const found = isNode(one) ? walk(one) : null;
    if (found !== null) return found;
  }
  return null;
}

function literal(node: Node): Forbidden | null {
  const value = node.args;
  if (typeof value === 'boolean' || typeof value === 'string') return null;
  if (typeof value === 'bigint' && value <= INT_MAX && value >= -INT_MAX) return null;
  return {
    reason: 'expression_uses_what_is_not_offered',
    at: node.pos,
    text: { zh: '数字只能是整数。', en: 'Numbers are whole numbers.' },
  };
}

function name(text: string, at: number): Forbidden | null {
  if (VARIABLES.has(text) || OWNERS.has(text)) return null;
  for (const [words, zh, en] of FORBIDDEN_IDEAS) {
    if (words.test(text)) return { reason: 'forbidden_idea', at, text: { zh, en } };
  }
  return { reason: 'unknown_variable', at, text: { zh: `（${text}）`, en: `(${text})` } };
}

function member(node: Node): Forbidden | null {
  const [owner, field] = node.args as [Node, string];
  if (owner.op !== 'id') return { reason: 'expression_uses_what_is_not_offered', at: node.pos, text: null };
  const path = `${String(owner.args)}.${field}`;
  if (VARIABLES.has(path)) return null;
  // `item.age` and `person.score` are ideas first and unknown names second.
  const idea = name(field, node.pos);
  if (idea?.reason === 'forbidden_idea') return idea;
  if (!OWNERS.has(String(owner.args))) return name(String(owner.args), owner.pos);
  return { reason: 'unknown_variable', at: node.pos, text: { zh: `（${path}）`, en: `(${path})` } };
}

function call(node: Node): Forbidden | null {
  const [called, given] = node.args as [string, readonly unknown[]];
  if (FUNCTIONS.has(called)) return firstIn(given);
  const idea = name(called, node.pos);
  if (idea?.reason === 'forbidden_idea') return idea;
  return { reason: 'unknown_function', at: node.pos, text: { zh: `（${called}）`, en: `(${called})` } };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'op' in value && 'pos' in value && 'args' in value;
}
