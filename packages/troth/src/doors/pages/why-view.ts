/** What the why page shows, to the person alone. */
import type { Text } from './format.ts';
import type { FormTarget } from './forms.ts';
import type { LookLine, NumberView } from './number-view.ts';
import type { FactLine } from './pledge-view.ts';
import type { Life } from './rings.ts';
import type { Shell } from './shell.ts';

/** One reason; what it consists of hangs beneath it. */
export interface ReasonNode {
  readonly life: Life;
  readonly text: Text;
  /** What would change it: `returning the camera frees it`. */
  readonly change: Text | null;
  readonly children: readonly ReasonNode[];
}

/** Why this much was granted, or why a point moved. */
export interface DecisionView {
  /** The answer in one breath, set in serif. */
  readonly sentence: Text;
  readonly reasons: readonly ReasonNode[];
  readonly rule: { readonly text: Text; readonly name: Text; readonly href: string } | null;
  /** How it counts over time: `two thirds come back when put right; the rest fades in 90 days`. */
  readonly countsOverTime: Text | null;
  readonly smallestChange: Text | null;
}

/** Fields `subject` (a fact) and `words`. */
export interface ContestView {
  readonly target: FormTarget;
  /** What can be contested; one alone is not asked about. */
  readonly subjects: readonly { readonly value: string; readonly label: Text }[];
}

export interface WhyView {
  readonly shell: Shell;
  readonly backHref: string;
  readonly decision: DecisionView | null;
  readonly facts: readonly FactLine[];
  /** `null` where the installation has no number. */
  readonly number: NumberView | null;
  /** `null` where nobody can have looked: nothing has happened yet. */
  readonly looks: readonly LookLine[] | null;
  readonly contest: ContestView | null;
  /** Field `file`. */
  readonly evidence: FormTarget | null;
  readonly askPerson: FormTarget | null;
}
