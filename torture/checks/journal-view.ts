/** The client's journal as the checks read it: each key with everything that was answered to it, bulk requests item by item. */
import { readJournal } from '../journal.ts';
import {
  type Answer,
  type AnswerBody,
  type AnswerLine,
  type AskKind,
  isOpen,
  type KillLine,
  type SentLine,
} from '../client.ts';

/** One question with its own key. */
export interface Asked {
  readonly key: string;
  readonly kind: AskKind | 'bulk_item';
  readonly path: string;
  readonly speaker: string;
  readonly body: AnswerBody | null;
  readonly attempts: number;
  /** Final answers, in the order in which they came. */
  readonly finals: readonly Answer[];
  /** The kill that came after the first answer of any kind. */
  readonly beforeKill: number;
}

export interface ReceivedLine {
  readonly endpoint: string;
  readonly id: string;
  readonly verdict: 'signed' | 'forged' | 'unknown';
  readonly refused: boolean;
  readonly body: string;
}

export interface JournalView {
  readonly asked: readonly Asked[];
  readonly sentCount: number;
  readonly answerCount: number;
  /** Answers by status, e.g. 503: how often. */
  readonly statuses: ReadonlyMap<number, number>;
}

type Line = SentLine | AnswerLine | KillLine;

interface Conversation {
  readonly sent: SentLine;
  attempts: number;
  readonly answers: (AnswerLine & { readonly beforeKill: number })[];
  readonly hashes: Set<string>;
}

export function viewJournal(file: string): JournalView {
  const byKey = new Map<string, Conversation>();
  const statuses = new Map<number, number>();
  let sentCount = 0;
  let nextKill = 1;
  let answerCount = 0;
  for (const line of readJournal<Line>(file)) {
    if (line.t === 'sent') {
      sentCount += 1;
      const known = byKey.get(line.key) ?? { sent: line, attempts: 0, answers: [], hashes: new Set<string>() };
      known.attempts += 1;
      known.hashes.add(line.bodyHash);
      byKey.set(line.key, known);
    } else if (line.t === 'kill') {
      nextKill = line.number + 1;
    } else {
      answerCount += 1;
      statuses.set(line.status, (statuses.get(line.status) ?? 0) + 1);
      byKey.get(line.key)?.answers.push({ ...line, beforeKill: nextKill });
    }
  }
  const asked = [...byKey.values()].flatMap(({ sent, attempts, answers, hashes }) => {
    if (hashes.size !== 1) throw new Error(`the client itself used the key ${sent.key} for two bodies`);
    const all = answers.map(({ status, body }) => ({ status, body }));
    const beforeKill = answers.find((answer) => !isOpen(answer))?.beforeKill ?? nextKill;
    const whole = { ...sent, body: sent.body as AnswerBody | null, attempts, beforeKill };
    return sent.kind === 'bulk' ? itemsOf(whole, all) : [{ ...whole, finals: all.filter((answer) => !isOpen(answer)) }];
  });
  return { asked, sentCount, answerCount, statuses };
}

interface BulkItem {
  readonly idempotencyKey: string;
}

/** A bulk answer holds one answer an item; an item may be open while its neighbours are final. */
function itemsOf(bulk: Omit<Asked, 'finals'>, answers: readonly Answer[]): Asked[] {
  const items = (bulk.body as unknown as { pledges: BulkItem[] }).pledges;
  return items.map((item, index) => {
    const finals = answers.flatMap(({ status, body }) => {
      if (status !== 200) return [];
      const answer = (body.answers as { status: number; body?: AnswerBody; problem?: AnswerBody }[])[index];
      if (answer === undefined) return [];
      const one: Answer = { status: answer.status, body: answer.body ?? answer.problem ?? {} };
      return isOpen(one) ? [] : [one];
    });
    return { ...bulk, key: item.idempotencyKey, kind: 'bulk_item', body: item as unknown as AnswerBody, finals };
  });
}
