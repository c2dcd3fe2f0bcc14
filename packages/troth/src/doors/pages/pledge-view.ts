/** What the pledge page shows. */
import type { Instant } from '../../kernel/clock.ts';
import type { Money } from '../../kernel/money.ts';
import type { CostView } from './cost-bar.ts';
import type { Deed } from './deeds.ts';
import type { Text } from './format.ts';
import type { FormTarget } from './forms.ts';
import type { Life } from './rings.ts';
import type { Shell } from './shell.ts';
import type { WorkingLine } from './read-clawback.ts';
import type { ShopSideView } from './shop-side.ts';
import type { StageRow } from './stage-rows.ts';

/** What cancelling costs at this moment. */
export type Cancellation =
  | { readonly kind: 'free' }
  | { readonly kind: 'free_until'; readonly at: Instant }
  | { readonly kind: 'costs'; readonly fee: Money }
  /** Leaving what is to be reached: what is taken back now, and how that comes about. */
  | { readonly kind: 'leaving'; readonly back: Money; readonly working: readonly WorkingLine[] };

/** Where the pledge stands, as its person reads it. */
export type Situation =
  | { readonly kind: 'waiting'; readonly cancellation: Cancellation }
  | { readonly kind: 'due'; readonly dueAt: Instant }
  /** In use; the shop tells what it cost. */
  | { readonly kind: 'in_use'; readonly billBy: Instant; readonly most: Money }
  /** It was said to be done; silence of the other side confirms it. */
  | { readonly kind: 'declared'; readonly confirmBy: Instant }
  /** Past due, within grace: it still counts as on time. */
  | {
      readonly kind: 'grace';
      readonly dueAt: Instant;
      readonly graceEndsAt: Instant;
      readonly lateFee: { readonly per: Money; readonly unit: Text; readonly cap: Money } | null;
    }
  /** Grace is over; still nothing is recorded as broken. */
  | { readonly kind: 'lapsed'; readonly dueAt: Instant; readonly until: Instant }
  /** `claim` completes "the shop says …": `the camera was not returned`. */
  | { readonly kind: 'noticed'; readonly claim: Text; readonly answerBy: Instant }
  | { readonly kind: 'answered'; readonly replyBy: Instant }
  /** The person says so of what the shop owes. */
  | { readonly kind: 'notice_given'; readonly claim: Text; readonly answerBy: Instant }
  /** `silence`: what follows when the person says nothing: it counts as done, or all of it ends. */
  | { readonly kind: 'shop_answered'; readonly replyBy: Instant; readonly silence: 'done' | 'ends' }
  | { readonly kind: 'disputed' }
  /** It was contested, and does not count. */
  | { readonly kind: 'set_aside' }
  | { readonly kind: 'kept'; readonly timing: 'in_time' | 'late' }
  | { readonly kind: 'broken' }
  /** `back`: what was held for the delivery. */
  | { readonly kind: 'let_down'; readonly back: Money | null }
  | { readonly kind: 'unmet' }
  | { readonly kind: 'repaired' }
  | { readonly kind: 'cancelled'; readonly after: 'nothing_begun' | 'begun' }
  /** It never began; or it lapsed and the shop said nothing for so long. */
  | { readonly kind: 'expired'; readonly after: 'nothing_begun' | 'silence' | 'undelivered' }
  | { readonly kind: 'ordinary'; readonly deposit: Money | null };

export type SituationKind = Situation['kind'];

/** What the person may do now; `null` hides it. Every form is a POST of its own. */
export interface PledgeActions {
  /** "I returned it", "I confirm". */
  readonly declare: FormTarget | null;
  /** "I received it": of what the shop owes. */
  readonly receive: FormTarget | null;
  /** Fields `words` and `file`. */
  readonly notice: { readonly target: FormTarget; readonly claim: Text } | null;
  /** Takes the notice back: the shop's answer is accepted. */
  readonly withdraw: FormTarget | null;
  /** Lets go of what the shop owes; `back`: what was held for it and is returned. */
  readonly release: { readonly target: FormTarget; readonly back: Money | null } | null;
  /** What keeping it costs: its price, and all that falls due with it. */
  readonly buyOut: { readonly target: FormTarget; readonly price: Money; readonly total: Money } | null;
  /** "I have received it". */
  readonly confirm: FormTarget | null;
  /** Field `extend`. */
  readonly extend: {
    readonly target: FormTarget;
    readonly options: readonly { readonly value: string; readonly label: Text }[];
  } | null;
  readonly cancel: FormTarget | null;
  /** What the button costs, said beside it. */
  readonly cancellation: Cancellation;
  /** Fields `answer` (on_my_way, already_done, wrong) and `words`. */
  readonly answer: FormTarget | null;
  /** Field `file`. */
  readonly evidence: FormTarget | null;
  readonly repair: { readonly target: FormTarget; readonly amount: Money | null } | null;
  readonly askPerson: FormTarget | null;
}

export interface FactLine {
  readonly life: Life;
  readonly what: Text;
  readonly at: Instant;
  /** Who reported it: `both confirmed`, `recorded at the due time`, a shop's name. */
  readonly reporter: Text;
  /** Where each piece can be read; empty when there is none. */
  readonly evidenceHrefs: readonly string[];
  /** Somebody contests it: the words of both sides travel with it. */
  readonly disputes: readonly DisputeLine[];
  readonly repairs: readonly RepairLine[];
}

/** What was said against a fact, and what came of it. Words are null where none were said, or their person was erased. */
export interface DisputeLine {
  readonly disputeId: string;
  readonly openedBy: 'person' | 'merchant';
  readonly at: Instant;
  readonly isOpen: boolean;
  /** Who speaks next and until when, or how it ended. */
  readonly stands: Text;
  readonly words: string | null;
  readonly answer: string | null;
  readonly decision: string | null;
  /** Fields `dispute` and `words`: the person's answer, while they can give one. */
  readonly target: FormTarget | null;
}

/** `put right: paid`. */
export interface RepairLine {
  readonly how: Text;
  readonly at: Instant;
}

/** A piece that the person brought. */
export interface BroughtView {
  readonly what: Text;
  readonly at: Instant;
  readonly href: string;
}

export interface ChargeView {
  readonly what: Text;
  readonly amount: Money;
}

export interface PledgeView {
  readonly shell: Shell;
  readonly title: Text;
  readonly merchantName: string;
  readonly deed: Deed;
  readonly promise: Text;
  readonly stages: readonly StageRow[];
  readonly dueAt: Instant | null;
  readonly graceEndsAt: Instant | null;
  readonly situation: Situation;
  readonly actions: PledgeActions;
  /** While it can still cost something. */
  readonly cost: CostView | null;
  readonly charges: readonly ChargeView[];
  readonly chargesTotal: Money | null;
  readonly facts: readonly FactLine[];
  readonly brought: readonly BroughtView[];
  /** In a test world: what the shop may do. */
  readonly shopSide: ShopSideView | null;
  readonly whyHref: string;
}
