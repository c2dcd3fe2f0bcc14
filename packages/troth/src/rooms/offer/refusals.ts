/**
 * Every "no" of this room, in the order in which they are looked for. Texts are for the person who writes the offer:
 * the fact, and what to change.
 */
import type { BothTexts } from './terms.ts';

/** Why an offer cannot be published. */
export const OFFER_REFUSALS = {
  terms_have_wrong_shape: { zh: '这一项的写法不对。', en: 'This field is not written as the schema asks.' },
  grace_negative: {
    zh: '宽限不能是负数：要在 0 到 72 小时之间。',
    en: 'Grace cannot be negative: it must be between 0 and 72 hours.',
  },
  grace_too_long: { zh: '宽限要在 0 到 72 小时之间。', en: 'Grace must be between 0 and 72 hours.' },
  usage_cap_missing: { zh: '用费要写明封顶。', en: 'The usage tariff must say the most it can cost.' },
  late_cap_missing: { zh: '迟还费要写明封顶。', en: 'The late fee must say the most it can be.' },
  loss_cap_missing: { zh: '赔偿要写明封顶。', en: 'Compensation for loss must say the most it can be.' },
  answer_window_too_short: { zh: '至少给对方 24 小时回答。', en: 'The time to answer must be at least 24 hours.' },
  currency_unknown: { zh: '没有这种货币。', en: 'There is no such currency.' },
  timezone_unknown: {
    zh: '没有这个时区。要写成 Asia/Shanghai 这样的名字。',
    en: 'There is no such timezone. Write a name such as Asia/Shanghai.',
  },
  text_is_blank: { zh: '这里要写字，不能只有空白。', en: 'This text has nothing in it to read.' },
  text_has_hidden_characters: {
    zh: '文字里有看不见的控制字符。',
    en: 'This text has control characters that nobody can see.',
  },
  public_resource: { zh: '公共资源不能凭信用先后取舍。', en: 'A public resource cannot depend on trust.' },
  public_duty: { zh: '公共义务不作为约定记录。', en: 'A public duty cannot be made into a pledge.' },
  prohibited_data: {
    zh: '信仰、基因、指纹、血型、疾病和病史不能作为条件。',
    en: 'Religion, genes, fingerprints, blood type, disease and medical history cannot be a condition.',
  },
  kind_unknown: { zh: '没有这一类约定。', en: 'There is no such kind of offer.' },
  kind_without_its_obligation: {
    zh: '这类约定要有它自己的义务：租借要归还，准时要到场。',
    en: 'This kind needs its own obligation: a rental returns something, an appointment is attended.',
  },
  attend_window_missing: {
    zh: '到场要有时间窗，至少 1 分钟。',
    en: 'An appointment needs a window of at least 1 minute.',
  },
  return_without_item: { zh: '要归还的是什么，请写上物品。', en: 'Something is to be returned: say what item.' },
  pay_without_usage: { zh: '按用量付费，但没有写价格。', en: 'Payment is by usage, but there is no usage tariff.' },
  usage_without_pay: { zh: '写了用费，但没有人要付。', en: 'There is a usage tariff, but nobody owes a payment.' },
  obligation_repeated: { zh: '同一种义务写了两次。', en: 'The same obligation is written twice.' },
  wait_before_being_there: {
    zh: '商家到场要排在顾客到场之后。',
    en: 'The shop being ready comes after the person being there.',
  },
  escrow_without_delivery: {
    zh: '有担保款，但没有要交付的东西。',
    en: 'Money is held in escrow, but nothing is delivered for it.',
  },
  custody_without_refund: {
    zh: '收了押金，却没写几天内退还。',
    en: 'A deposit is taken, but nothing says when it is given back.',
  },
  refund_without_custody: { zh: '写了退押金，但没有收押金。', en: 'A deposit is given back, but none is taken.' },
  deposit_outside_custody: {
    zh: '押金要存管，存管的只能是押金。',
    en: 'A deposit goes into custody, and nothing but a deposit does.',
  },
  deposit_without_waiver: {
    zh: '收押金，就要写明免押最多多少。',
    en: 'A deposit is asked for, but no grant says how much of it can be waived.',
  },
  nothing_to_keep: {
    zh: '除了押金和按用量付的费，没有别的约定。',
    en: 'Besides a deposit and a payment by use, nothing is promised.',
  },
  parts_without_price: {
    zh: '分期要有事先说定、付给商家的价钱。',
    en: 'Parts need a price told beforehand and paid to the shop.',
  },
  due_or_parts: {
    zh: '一次付写期限，分期写每期，二者只写一个。',
    en: 'Say when it is due, or the parts, and not both.',
  },
  debits_out_of_order: {
    zh: '扣款只扣给商家的款；每次重试晚于前一次，且都在宽限之内。',
    en: 'A debit pays the shop; each retry comes after the one before it, and all of them within the grace.',
  },
  or_pay_without_pay: {
    zh: '不还就买下，后面要有一笔付给商家的款。',
    en: 'What may be kept instead needs a payment to the shop right after it.',
  },
  usage_cap_below_one_unit: { zh: '用费封顶比一个单位还低。', en: 'The usage cap is below the price of one unit.' },
  late_cap_below_one_unit: { zh: '迟还费封顶比一个单位还低。', en: 'The late cap is below the price of one unit.' },
  late_without_return: { zh: '没有要归还的东西，不能收迟还费。', en: 'There is a late fee, but nothing to return.' },
  loss_without_return: {
    zh: '没有要归还的东西，不能要求赔偿。',
    en: 'There is compensation for loss, but nothing to return.',
  },
  extension_without_return: { zh: '没有要归还的东西，不能续期。', en: 'There is an extension, but nothing to return.' },
  no_show_without_attend: {
    zh: '没有要到场的约定，不能收未到费。',
    en: 'There is a no-show fee, but nothing to attend.',
  },
  late_cancel_without_attend: {
    zh: '没有要到场的约定，不能收晚取消费。',
    en: 'There is a late cancellation fee, but nothing to attend.',
  },
  late_cancel_dearer_than_no_show: {
    zh: '告诉一声不能比不来更贵。',
    en: 'Cancelling late cannot cost more than not coming.',
  },
  buy_out_without_return: {
    zh: '没有要归还的东西，不能买断。',
    en: 'There is a price to keep the item, but nothing to return.',
  },
  buy_out_above_item_value: { zh: '买断价高于物品价值。', en: 'The price to keep the item is above its value.' },
  unmet_without_target: {
    zh: '没有要达到的次数、金额或时数。',
    en: 'There is nothing to reach that could stay unmet.',
  },
  discount_without_target: {
    zh: '有优惠，但没有要达到的目标。',
    en: 'There is a discount, but nothing to reach for it.',
  },
  more_than_one_target: { zh: '一个约定只能有一个要达到的目标。', en: 'There can be one target to reach only.' },
  clawback_without_discount: { zh: '没有优惠，无从收回。', en: 'There is no discount that could be taken back.' },
  clawback_above_discount: { zh: '收回的上限高于优惠的上限。', en: 'More could be taken back than could be enjoyed.' },
  programme_without_target: {
    zh: '写了联营店，但没有要达到的目标。',
    en: 'Partner shops are named, but there is nothing to reach at them.',
  },
  programme_partner_repeated: { zh: '同一家店写了两次。', en: 'The same shop is named twice.' },
  more_than_one_waiver: { zh: '只能有一项带钱的信任。', en: 'There can be one grant of money only.' },
  waiver_above_item_value: { zh: '押金高于物品价值。', en: 'The deposit is above the value of the item.' },
  waiver_without_ladder: { zh: '写了免押，但没有档。', en: 'There is a deposit waiver, but no ladder.' },
  ladder_without_waiver: { zh: '写了档，但没有免押。', en: 'There is a ladder, but no deposit waiver.' },
  ladder_not_ascending: { zh: '各档要由低到高，不能相同。', en: 'The steps of the ladder must ascend and differ.' },
  ladder_above_waiver: { zh: '最高档超过了押金。', en: 'The top of the ladder is above the deposit.' },
  ladder_above_item_value: {
    zh: '最高档超过了物品价值。',
    en: 'The top of the ladder is above the value of the item.',
  },
  late_cap_above_deposit: {
    zh: '迟还费封顶高于本来要付的押金。',
    en: 'The late cap is above the deposit that would have been.',
  },
  loss_cap_above_deposit: {
    zh: '赔偿封顶高于本来要付的押金。',
    en: 'The loss cap is above the deposit that would have been.',
  },
  loss_cap_above_item_value: { zh: '赔偿封顶高于物品价值。', en: 'The loss cap is above the value of the item.' },
  no_show_fee_above_deposit: {
    zh: '未到费高于本来要付的押金。',
    en: 'The no-show fee is above the deposit that would have been.',
  },
  loss_cap_below_ladder_top: {
    zh: '最高档免了这么多，赔偿封顶却更低：免的比能收的多。',
    en: 'The loss cap is below the top of the ladder: more is waived than could ever be charged.',
  },
  ladder_above_charges: {
    zh: '最高档高于能收的全部费用：免的比能收的多。',
    en: 'The top of the ladder is above all charges together: more is waived than could ever be charged.',
  },
  row_step_outside_ladder: { zh: '这一行给的档不存在。', en: 'This row grants a step that the ladder does not have.' },
  row_repeated: {
    zh: '这一行和前面的一行条件相同，永远轮不到。',
    en: 'This row has the same condition as an earlier one and can never apply.',
  },
  row_unreachable: {
    zh: '前面的一行对谁都成立，这一行永远轮不到。',
    en: 'An earlier row holds for everybody, so this one can never apply.',
  },
  loss_budget_is_zero: { zh: '有免押的行，预算却是 0。', en: 'Rows grant a waiver, but the loss budget is 0.' },
} as const satisfies Record<string, BothTexts>;
export type OfferRefusal = keyof typeof OFFER_REFUSALS;

/** Why one order under a published offer cannot be promised. */
export const ORDER_REFUSALS = {
  start_missing: { zh: '要写明几点，或哪一天。', en: 'Say at what time, or on which day.' },
  start_given_twice: { zh: '时间和日期只能写一个。', en: 'Give a time or a day, not both.' },
  local_date_invalid: { zh: '没有这一天。要写成 2026-11-23。', en: 'There is no such day. Write it as 2026-11-23.' },
  local_date_needs_an_appointment: {
    zh: '只有到场的约定才能只写日期。',
    en: 'Only an appointment can be given as a day.',
  },
  start_in_the_past: { zh: '开始时间已经过了。', en: 'The start is in the past.' },
  start_too_far_ahead: { zh: '开始时间最多在一年以内。', en: 'The start can be at most a year ahead.' },
  lines_not_asked: { zh: '这个约定不分行。', en: 'An order of this offer has no lines.' },
  line_repeated: { zh: '一行只写一次。', en: 'A line is given once.' },
  line_not_eligible: { zh: '这一行不能先试。', en: 'This line is not part of the trial.' },
  line_above_cap: { zh: '有一行比每行最多的数还高。', en: 'A line is above the most that one may be.' },
  lines_do_not_add_up: { zh: '各行加起来不是这个金额。', en: 'The lines do not come to the amount.' },
  amount_missing: { zh: '这一单要写明金额。', en: 'This order must say its amount.' },
  amount_above_cap: { zh: '金额超过了约定的上限。', en: 'The amount is above the cap of the offer.' },
  amount_not_asked: { zh: '这个约定的金额不由订单写。', en: 'The amount of this offer is not told with an order.' },
  window_already_over: { zh: '这个时间窗已经过了。', en: 'This window is already over.' },
  due_already_past: { zh: '到期时间已经过了。', en: 'It would be due before it starts or in the past.' },
} as const satisfies Record<string, BothTexts>;
export type OrderRefusal = keyof typeof ORDER_REFUSALS;

/** Why a total cannot be paid in so many parts. */
export const INSTALMENT_REFUSALS = {
  parts_out_of_range: { zh: '分期要在 1 到 60 期之间。', en: 'There can be 1 to 60 parts.' },
  total_below_parts: {
    zh: '金额太小，每期分不到一个最小单位。请减少期数。',
    en: 'The total is too small to put something into each part. Use fewer parts.',
  },
} as const satisfies Record<string, BothTexts>;
export type InstalmentRefusal = keyof typeof INSTALMENT_REFUSALS;

/** Why a description of a kind cannot be used. */
export const KIND_REFUSALS = {
  kind_has_wrong_shape: { zh: '这一项的写法不对。', en: 'This member is not written as the schema asks.' },
  kind_terms_named_otherwise: {
    zh: '条款里写的种类和文件写的不是同一个。',
    en: 'The terms name another kind than the file does.',
  },
  field_repeated: { zh: '表单里同一项问了两次。', en: 'The form asks for the same member twice.' },
  field_and_terms_disagree: {
    zh: '表单的这一项和条款里的值对不上：没有这个位置、类型不同，或超出上下限。',
    en: 'This field of the form does not fit the terms: nothing stands there, it is of another type, or out of its bounds.',
  },
  kind_is_taken: { zh: '已经有这个名字的种类。', en: 'There is a kind of this name already.' },
  kind_terms_not_publishable: {
    zh: '默认条款自己就不能发布。',
    en: 'The terms to start from cannot be published as they stand.',
  },
} as const satisfies Record<string, BothTexts>;
export type KindRefusal = keyof typeof KIND_REFUSALS;
