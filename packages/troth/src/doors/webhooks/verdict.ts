/** What an answer of the receiver means. */
import type { Instant, Outcome } from '../../kernel/index.ts';
import type { EgressRefusal, EgressResponse } from '../../platform/egress/index.ts';
import { retryAfterSeconds } from './schedule.ts';

/** Why an attempt, or a whole delivery, did not succeed: the words of `last_error`. */
export type DeliveryFailure =
  | EgressRefusal
  | 'answer_was_not_2xx'
  | 'redirect_not_followed'
  | 'endpoint_gone'
  | 'endpoint_disabled'
  | 'event_not_found'
  | 'payload_too_large'
  | 'sender_fault';

export type AttemptVerdict =
  | { readonly kind: 'delivered'; readonly status: number }
  | {
      readonly kind: 'retry';
      readonly status: number | null;
      readonly failure: DeliveryFailure;
      readonly retryAfterS: number | null;
    }
  /** No attempt will help: not sent at all, or refused for good. */
  | { readonly kind: 'dead'; readonly status: number | null; readonly failure: DeliveryFailure }
  /** 410: the receiver wants nothing more; the endpoint is switched off. */
  | { readonly kind: 'gone'; readonly status: 410 };

const TOO_MANY_REQUESTS = 429;
const SERVICE_UNAVAILABLE = 503;
const GONE = 410;

/**
 * 2xx is delivered and 410 switches the endpoint off. Everything else is tried again, a redirect included: it is an answer from
 * somewhere else. `Retry-After` counts where the receiver says that it is busy, with 429 or 503.
 */
export function judgeAnswer(answer: Outcome<EgressResponse, EgressRefusal>, wallNow: Instant): AttemptVerdict {
  if (!answer.ok) return { kind: 'retry', status: null, failure: answer.reason, retryAfterS: null };
  const { status, headers } = answer.value;
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status === GONE) return { kind: 'gone', status };
  const isBusy = status === TOO_MANY_REQUESTS || status === SERVICE_UNAVAILABLE;
  return {
    kind: 'retry',
    status,
    failure: status >= 300 && status < 400 ? 'redirect_not_followed' : 'answer_was_not_2xx',
    retryAfterS: isBusy ? retryAfterSeconds(headers['retry-after'], wallNow) : null,
  };
}
