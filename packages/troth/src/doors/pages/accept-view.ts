/** What the accept page shows: everything decided already, nothing to compute but wording. */
import type { Instant } from '../../kernel/clock.ts';
import type { Money } from '../../kernel/money.ts';
import type { CostView } from './cost-bar.ts';
import type { Deed } from './deeds.ts';
import type { Text } from './format.ts';
import type { FormTarget } from './forms.ts';
import type { Cancellation } from './pledge-view.ts';
import type { Shell } from './shell.ts';
import type { StageRow } from './stage-rows.ts';

/** Ordinary terms: what anyone gets without a promise. One tap, at the same size as "I promise". */
export interface OrdinaryView {
  readonly terms:
    | { readonly kind: 'deposit'; readonly deposit: Money }
    | { readonly kind: 'prepay'; readonly price: Money }
    /** What a discount would be taken off. */
    | { readonly kind: 'full_price' }
    | { readonly kind: 'plain' }
    /** Saying no to a pledge that asks for the whole deposit anyway. */
    | { readonly kind: 'decline' };
  readonly target: FormTarget;
}

export interface OfferCard {
  readonly title: Text;
  readonly merchantName: string;
  /** Such as `licence checked`. */
  readonly merchantNote: Text | null;
  readonly deed: Deed;
}

/** What is granted, promised and at stake. */
/** What is given in advance: a deposit nobody has to pay, a payment that can wait, a discount; or nothing in money. */
export type Gives = 'deposit' | 'later' | 'discount' | 'access' | 'nothing';

export interface TermsView {
  readonly gives: Gives;
  readonly grant:
    | { readonly outcome: 'full'; readonly deposit: Money | null }
    | { readonly outcome: 'part'; readonly deposit: Money; readonly waived: Money; readonly rest: Money }
    | { readonly outcome: 'ordinary'; readonly deposit: Money | null }
    /** Before signing in: how much could be waived. */
    | { readonly outcome: 'undecided'; readonly deposit: Money | null };
  /** Such as `Take the camera now, keep it to 24 November`. */
  readonly note: Text | null;
  /** The promise as one sentence. */
  readonly promise: Text;
  readonly stages: readonly StageRow[];
  readonly cost: CostView;
}

/** The exact text agreed to; `value` names its version and is sent as field `consent`. */
export interface ConsentView {
  readonly value: string;
  readonly title: Text;
  readonly note: Text;
}

export interface PromiseAsk {
  readonly terms: TermsView;
  /** Null when it was agreed to before and still runs. */
  readonly consent: ConsentView | null;
  readonly target: FormTarget;
}

/** One line of "it used to say … and now says …". */
export interface ChangeLine {
  readonly what: Text;
  readonly before: Text;
  readonly after: Text;
}

export type SignInView =
  /** Field `person`. */
  | {
      readonly kind: 'test';
      readonly target: FormTarget;
      readonly people: readonly { readonly value: string; readonly name: string; readonly note: Text | null }[];
    }
  /** Field `contact`; the answer is the same for known and unknown. */
  | { readonly kind: 'live'; readonly target: FormTarget };

export type AcceptState =
  | { readonly kind: 'sign_in'; readonly terms: TermsView; readonly signIn: SignInView }
  | { readonly kind: 'ask'; readonly ask: PromiseAsk }
  | { readonly kind: 'offer_changed'; readonly changes: readonly ChangeLine[]; readonly ask: PromiseAsk }
  | {
      readonly kind: 'terms_changed';
      readonly shownWaived: Money;
      readonly grantedWaived: Money;
      readonly ask: PromiseAsk;
    }
  | {
      readonly kind: 'refused';
      readonly terms: TermsView;
      readonly whyHref: string;
      readonly askPerson: FormTarget | null;
    }
  | { readonly kind: 'limit_reached'; readonly openCount: number; readonly pledgesHref: string }
  | { readonly kind: 'merchant_suspended' }
  | { readonly kind: 'already_open'; readonly pledgeHref: string }
  | { readonly kind: 'expired_code' }
  /** The offer leaves the amount to each order, and this one says none. */
  | { readonly kind: 'amount_missing' }
  | {
      readonly kind: 'done';
      readonly agreedAt: Instant;
      readonly handoverCode: string | null;
      /** Hours before the due time at which a reminder is really sent; none, and none is promised. */
      readonly remindersHoursBefore: readonly number[];
      /** What cancelling costs; null when it cannot be cancelled any more. */
      readonly cancellation: Cancellation | null;
      readonly pledgeHref: string;
      readonly cancel: FormTarget | null;
    }
  | { readonly kind: 'ordinary_done' };

export interface AcceptView {
  readonly shell: Shell;
  readonly offer: OfferCard;
  readonly ordinary: OrdinaryView;
  readonly state: AcceptState;
}
