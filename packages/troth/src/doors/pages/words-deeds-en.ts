/** Words for each deed, in English. */
import type { Deed } from './deeds.ts';
import type { DeedWords } from './words-deeds-zh.ts';

const notYet = 'Grace has passed; it is not recorded as broken.';
const promised = (doIt: string, saidSo: string) => ({
  lapsed: () => `${notYet} ${doIt}, or tell the shop what happened.`,
  declared: (until: string) => `You said ${saidSo}. If the shop does not contest it by ${until}, it counts as kept.`,
  factDeclared: `You said ${saidSo}`,
});
const owed = (saidSo: string, notSo: string) => ({
  lapsed: (until: string) =>
    `The shop is past its time. ${notSo}, give notice by ${until}; if you say nothing, it counts as done.`,
  declared: (until: string) =>
    `The shop says ${saidSo}. ${notSo}, give notice by ${until}; if you say nothing, it counts as done.`,
  factDeclared: `The shop said ${saidSo}`,
});
const lateShop = (done: string) => (until: string) => `The shop is late; ${done} by ${until} still counts as on time.`;

export const deedWordsEn: Readonly<Record<Deed, DeedWords>> = {
  return_item: {
    ...promised('Return it now', 'it is returned'),
    due: (when, left) => `Due ${when}, in ${left}.`,
    grace: (until) => `Return it by ${until} and it counts as on time.`,
    claim: (item) => `${item} was not returned`,
    declare: 'I returned it',
    done: 'Confirm that it is back',
    factLapsed: 'Not returned by the due time',
    factMet: 'Returned',
    factMissed: 'Not returned',
  },
  try: {
    ...promised('Send it back now', 'it is sent back'),
    due: (when, left) =>
      `Send it back by ${when}, in ${left}, and it costs nothing. Otherwise you keep it and pay the price.`,
    grace: (until) => `Sent back by ${until} it still costs nothing; otherwise you keep it.`,
    claim: (item) => `${item} was not sent back`,
    declare: 'I sent it back',
    done: 'Confirm that it came back',
    factLapsed: 'Not sent back by the due time',
    factMet: 'Sent back',
    factMissed: 'Not sent back',
  },
  attend: {
    ...promised('Be there now', 'you were there'),
    due: (when, left) => `Be there by ${when}, in ${left}.`,
    grace: (until) => `Be there by ${until} and it counts as on time.`,
    lapsed: () => `${notYet} Tell the shop what happened.`,
    claim: () => 'you were not there',
    declare: 'I am here',
    done: 'Confirm that they came',
    factLapsed: 'The time passed, nobody recorded you there',
    factMet: 'You were there',
    factMissed: 'You were not there',
  },
  pay: {
    ...promised('Pay it now', 'it is paid'),
    due: (when, left) => `Pay by ${when}, in ${left}. It is paid once the shop has it.`,
    grace: (until) => `Pay by ${until} and it counts as on time.`,
    claim: () => 'this was not paid',
    declare: 'I paid it',
    done: 'Confirm that it was paid',
    factLapsed: 'Not paid by the due time',
    factMet: 'Paid',
    factMissed: 'Not paid',
  },
  hold: {
    ...promised('Pay it now', 'it is paid'),
    due: (when, left) =>
      `Pay it in to be held by ${when}, in ${left}. Unpaid, the pledge ends by itself and nothing is broken.`,
    grace: (until) => `Paying by ${until} is still in time.`,
    claim: () => 'the money to be held was not paid in',
    declare: 'I paid it in',
    done: 'Confirm that the money is held',
    factLapsed: 'Not paid in by the due time',
    factMet: 'Paid in, and held',
    factMissed: 'Not paid in',
  },
  reach: {
    ...promised('Go on', 'it is reached'),
    due: (when, left) => `You have until ${when}, ${left} more.`,
    grace: (until) => `Reached by ${until} it counts as on time.`,
    lapsed: () => 'The time has passed and it is not reached.',
    claim: () => 'what was promised was not reached',
    declare: 'I reached it',
    done: 'Confirm that it was reached',
    factLapsed: 'Not reached by the due time',
    factMet: 'Reached',
    factMissed: 'Not reached',
  },
  confirm: {
    ...promised('Confirm it now', 'it is confirmed'),
    due: (when, left) => `Confirm by ${when}, in ${left}. If you say nothing, it counts as confirmed.`,
    grace: (until) => `Confirm by ${until} and it counts as on time.`,
    claim: () => 'you did not confirm',
    declare: 'I confirm',
    done: 'The confirmation is here',
    factLapsed: 'Not confirmed by the due time',
    factMet: 'Confirmed',
    factMissed: 'Not confirmed',
  },
  deliver: {
    ...owed('it is delivered', 'If it did not reach you'),
    lapsed: (until) =>
      `The shop is past its time. Give notice to put it on its record; if nobody says by ${until} that it came, the pledge ends and what is held goes back to you.`,
    due: (when, left) => `The shop delivers by ${when}, in ${left}.`,
    grace: lateShop('delivered'),
    claim: (item) => `${item} did not reach you`,
    declare: 'Say that it is delivered, with evidence',
    done: 'I received it',
    factLapsed: 'The shop had not delivered by its time',
    factMet: 'It reached you',
    factMissed: 'The shop did not deliver',
  },
  refund: {
    ...owed('it is paid back', 'If it did not reach you'),
    lapsed: (until) =>
      `The shop is past its time. Say so if you have it; not back by ${until}, it is recorded against the shop, and the deposit stays yours.`,
    due: (when, left) => `The shop pays back by ${when}, in ${left}.`,
    grace: lateShop('paid back'),
    claim: () => 'the deposit was not paid back',
    declare: 'Say that it is paid back',
    done: 'I have my money back',
    factLapsed: 'The shop had not paid back by its time',
    factMet: 'The deposit is back with you',
    factMissed: 'The shop did not pay the deposit back',
  },
  shop_attend: {
    ...owed('it has seen you', 'If nobody saw you'),
    due: (when, left) => `The shop sees you by ${when}, in ${left}.`,
    grace: lateShop('seen'),
    claim: () => 'the shop did not see you in time',
    declare: 'Say that they were seen',
    done: 'The shop saw me',
    factLapsed: 'The shop had not seen you by its time',
    factMet: 'The shop saw you',
    factMissed: 'The shop did not see you in time',
  },
  shop_confirm: {
    ...owed('it is confirmed', 'If it is not confirmed'),
    due: (when, left) => `The shop confirms by ${when}, in ${left}. If it says nothing, it counts as confirmed.`,
    grace: lateShop('confirmed'),
    claim: () => 'the shop did not confirm',
    declare: 'Confirm, as the shop',
    done: 'The shop has confirmed',
    factLapsed: 'The shop had not confirmed by its time',
    factMet: 'The shop confirmed',
    factMissed: 'The shop did not confirm',
  },
};
