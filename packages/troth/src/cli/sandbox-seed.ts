/** What fills a new sandbox. Whoever puts the command together chooses it; it speaks the public API and nothing else. */
import type { Instant } from '../kernel/index.ts';

export interface SandboxSeed {
  /** How many days of life it brings: the clock of the new world starts so long before now. */
  readonly days: number;
  fill(to: { readonly url: string; readonly operatorKey: string; readonly startsAt: Instant }): Promise<void>;
}
