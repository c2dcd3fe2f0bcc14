/**
 * The events a merchant can choose from, as data: what each says in both languages. Documentation, the choice in the console and
 * the OpenAPI document read this list; a fact of a new kind does not compile until it has an event here.
 */
import type { FactKind } from '../../rooms/conduct/index.ts';

export interface EventRow {
  readonly about: 'pledge' | 'charge' | 'consent';
  readonly text: { readonly zh: string; readonly en: string };
}

const pledge = (zh: string, en: string): EventRow => ({ about: 'pledge', text: { zh, en } });
const charge = (zh: string, en: string): EventRow => ({ about: 'charge', text: { zh, en } });
const consent = (zh: string, en: string): EventRow => ({ about: 'consent', text: { zh, en } });

export const EVENTS = {
  'pledge.offered': pledge('约定已发给对方，等对方答应。', 'A pledge was offered and waits for the person.'),
  'pledge.accepted': pledge('对方答应了。', 'The person accepted.'),
  'pledge.begun': pledge('东西已交出，约定开始。', 'Something was handed over; the pledge runs.'),
  'pledge.confirmed': pledge('对方确认收到了东西。', 'The person confirmed that it was handed over.'),
  'pledge.extended': pledge('到期时间推后了。', 'The due time was moved back.'),
  'pledge.declared': pledge('对方说已经还了，请核对。', 'The person says it was returned; please check.'),
  'pledge.lapsed': pledge(
    '到期了，宽限期在走，还什么都没有记。',
    'The due time passed; grace runs and nothing is recorded.',
  ),
  'pledge.noticed': pledge('你的通知已送达，对方可以先回答。', 'Your notice was given; the person can answer first.'),
  'pledge.answered': pledge('对方回答了，请看过再决定。', 'The person answered; please read it before you decide.'),
  'pledge.withdrawn': pledge('通知已撤回，约定按守约结束。', 'The notice was withdrawn; the pledge ended as kept.'),
  'pledge.counted': pledge('记上了一次。', 'A line was counted towards the promise.'),
  'pledge.uncounted': pledge('退掉的一次不再算。', 'A refunded line no longer counts.'),
  'pledge.billed': pledge('用后的金额已告知。', 'The amount of the use was told.'),
  'pledge.returned': pledge('有几行送回来了，不用付。', 'Some lines came back and are not paid.'),
  'pledge.met': pledge('这一步做到了，下一步开始。', 'One stage was done; the next one runs.'),
  'pledge.missed': pledge('这一步没有做到；后面的照旧。', 'One stage was missed; what comes after it still holds.'),
  'pledge.kept': pledge('守约了。', 'The pledge was kept.'),
  'pledge.broken': pledge(
    '失约已成立，证据和通知都在案。',
    'The pledge was broken, with evidence and notice on record.',
  ),
  'pledge.let_down': pledge('商家没有做到自己答应的。', 'The promisee did not keep what it owed itself.'),
  'pledge.unmet': pledge('没有达到约定的目标；不算失约。', 'What was promised was not reached; no mark is left.'),
  'pledge.cancelled': pledge('约定取消了。', 'The pledge was cancelled.'),
  'pledge.expired': pledge('没有在时间内用上，约定作废。', 'The pledge was not taken up in time.'),
  'pledge.contested': pledge(
    '一方对一件事提了异议，请看说明。',
    'One side contests something that was recorded; please read the statement.',
  ),
  'pledge.custody_paid_out': pledge(
    '存管的押金按比例退给了对方，还差多少写在里面。',
    'Part of the deposit in custody was paid out to the person; what is still missing is said.',
  ),
  'pledge.dispute_answered': pledge(
    '异议有了回答，请看双方的说明。',
    'A dispute was answered; please read both statements.',
  ),
  'pledge.dispute_decided': pledge('异议有了书面结论。', 'A dispute was decided in writing.'),
  'pledge.dispute_lapsed': pledge(
    '运营方没有按期决定：这件事不再计，钱不动。',
    'The operator did not decide in time: the fact no longer counts, and no money moves.',
  ),
  'pledge.made_good': pledge('一件没守住的事补上了。', 'A broken or late promise was put right.'),
  'charge.raised': charge('产生了一笔费用。', 'A charge was raised.'),
  'charge.collected': charge('一笔费用已收到。', 'A charge was collected.'),
  'charge.forgiven': charge('一笔费用已免去。', 'A charge was forgiven.'),
  'charge.part_paid': charge('一笔费用付了一部分。', 'A part of a charge was paid.'),
  'charge.credited': charge(
    '一笔付过的费用不成立，请退款。',
    'A charge that was paid does not stand; please pay it back.',
  ),
  'consent.granted': consent('对方同意了一个用途。', 'The person consented to a purpose.'),
  'consent.revoked': consent(
    '对方撤回了同意；进行中的约定照原条件走完。',
    'The person withdrew consent; running pledges end on their terms.',
  ),
} as const satisfies Record<string, EventRow>;

export type EventType = keyof typeof EVENTS;
export type PledgeEventType = Extract<EventType, `pledge.${string}`>;
export type ChargeEventType = Extract<EventType, `charge.${string}`>;
export type ConsentEventType = Extract<EventType, `consent.${string}`>;

export const EVENT_TYPES = Object.keys(EVENTS) as readonly EventType[];

/** Which event a fact becomes. */
export const EVENT_OF_FACT: Readonly<Record<FactKind, EventType>> = {
  offered: 'pledge.offered',
  accepted: 'pledge.accepted',
  begun: 'pledge.begun',
  confirmed: 'pledge.confirmed',
  extended: 'pledge.extended',
  declared: 'pledge.declared',
  lapsed: 'pledge.lapsed',
  noticed: 'pledge.noticed',
  answered: 'pledge.answered',
  withdrawn: 'pledge.withdrawn',
  counted: 'pledge.counted',
  uncounted: 'pledge.uncounted',
  billed: 'pledge.billed',
  returned: 'pledge.returned',
  met: 'pledge.met',
  missed: 'pledge.missed',
  kept: 'pledge.kept',
  broken: 'pledge.broken',
  let_down: 'pledge.let_down',
  unmet: 'pledge.unmet',
  cancelled: 'pledge.cancelled',
  expired: 'pledge.expired',
  contested: 'pledge.contested',
  custody_paid_out: 'pledge.custody_paid_out',
  charge_raised: 'charge.raised',
  charge_collected: 'charge.collected',
  charge_forgiven: 'charge.forgiven',
  charge_part_paid: 'charge.part_paid',
  charge_credited: 'charge.credited',
  dispute_answered: 'pledge.dispute_answered',
  dispute_decided: 'pledge.dispute_decided',
  dispute_lapsed: 'pledge.dispute_lapsed',
  made_good: 'pledge.made_good',
  consent_granted: 'consent.granted',
  consent_revoked: 'consent.revoked',
};

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENTS, text);
}
