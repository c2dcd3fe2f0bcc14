/** How a fold is stored: `[[period, kept, broken, late], …]`, thousandths of a full fact, oldest period first. */
import type { Fold } from '../score/index.ts';

export function foldToJson(fold: Fold): string {
  return JSON.stringify(fold.map((bucket) => [bucket.period, bucket.keptMilli, bucket.brokenMilli, bucket.lateMilli]));
}

export function foldFromJson(text: string): Fold {
  const rows = JSON.parse(text) as [number, number, number, number][];
  return rows.map(([period, keptMilli, brokenMilli, lateMilli]) => ({ period, keptMilli, brokenMilli, lateMilli }));
}
