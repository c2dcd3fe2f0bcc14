/** The words of each step of the legal ceiling, with the article it rests on. A person reads them from top to bottom. */
import type { BothLanguages } from './norms.ts';
import type { WorkingStep } from './prepaid-ceiling.ts';

type MoneyText = (amountMinor: number) => BothLanguages;
type Basis = WorkingStep['basis'];

const step = (article: string, basis: Basis, amountMinor: number, zh: string, en: string): WorkingStep => ({
  article,
  basis,
  amountMinor,
  text: { zh, en },
});

export const PREPAID_STEPS = {
  paid: (paidMinor: number, money: MoneyText) =>
    step(
      '第十五条第一款 / art. 15(1)',
      'law',
      paidMinor,
      `你预付了 ${money(paidMinor).zh}。退的是预付款减去已用部分的价款。`,
      `You prepaid ${money(paidMinor).en}. What is paid back is that, less the price of what you used.`,
    ),
  sevenDays: (paidMinor: number, money: MoneyText) =>
    step(
      '第十四条第一款 / art. 14(1)',
      'law',
      paidMinor,
      `付款后七日内提出，不用理由：本金 ${money(paidMinor).zh} 可以退。`,
      `Asked within seven days of paying, no reason is needed: the principal of ${money(paidMinor).en} can be paid back.`,
    ),
  hadTheSame: () =>
    step(
      '第十四条第一款 / art. 14(1)',
      'law',
      0,
      '订立合同时已经得到过相同的商品或服务，七日无理由不适用。',
      'The same goods or service had been received before the contract, so seven days without a reason do not apply.',
    ),
  usedWithinSevenDays: () =>
    step(
      '第十四条未规定 / art. 14 is silent',
      'house_reading',
      0,
      '七日内已经用掉的部分按什么价算，条文没有写。这里按对你有利的算：折后价。',
      'The text does not say at which price something used within the seven days counts. Here it counts in your favour: at the discounted price.',
    ),
  nothingUsed: () =>
    step(
      '第十五条第一款 / art. 15(1)',
      'law',
      0,
      '还没有用过，不扣。',
      'Nothing has been used, so nothing is taken off.',
    ),
  discounted: (amountMinor: number, money: MoneyText) =>
    step(
      '第十八条第一款第一项 / art. 18(1)(1)',
      'law',
      amountMinor,
      `不是因为你的原因退款：已用部分按折后价算，${money(amountMinor).zh}。`,
      `The refund is not your doing: what was used counts at the discounted price, ${money(amountMinor).en}.`,
    ),
  ratio: (amountMinor: number, paidMinor: number, giftMinor: number, basis: Basis, money: MoneyText) =>
    step(
      '第十八条第一款第二项 / art. 18(1)(2)',
      basis,
      amountMinor,
      `付 ${money(paidMinor).zh} 送 ${money(giftMinor).zh}，按实付占总额的比例再算：${money(amountMinor).zh}，零头归你。${
        basis === 'law' ? '' : '折扣和赠送同时有，条文没有写，两样都算给你。'
      }`,
      `You paid ${money(paidMinor).en} and were given ${money(giftMinor).en}; by the share you paid, it counts ${money(amountMinor).en}, fractions in your favour.${
        basis === 'law' ? '' : ' The text does not speak of a discount and a gift together: both count for you.'
      }`,
    ),
  fullPrice: (amountMinor: number, money: MoneyText) =>
    step(
      '第十九条第一款 / art. 19(1)',
      'law',
      amountMinor,
      `因为你的原因退款：已用部分按打折前的价格算，${money(amountMinor).zh}。`,
      `The refund is your doing: what was used counts at the price before any discount, ${money(amountMinor).en}.`,
    ),
  agreed: (amountMinor: number, cause: 'shop' | 'person', money: MoneyText) =>
    step(
      cause === 'person' ? '第十九条第三款 / art. 19(3)' : '第十八条第二款 / art. 18(2)',
      'law',
      amountMinor,
      `你们另有约定，对你更有利，按约定算：${money(amountMinor).zh}。`,
      `You both agreed on something better for you, and that counts: ${money(amountMinor).en}.`,
    ),
  neverMore: (keptMinor: number, basis: Basis, money: MoneyText) =>
    step(
      basis === 'law' ? '第二十条 / art. 20' : '第二十条未规定 / art. 20 is silent',
      basis,
      keptMinor,
      basis === 'law'
        ? `不会超过预付款：最多扣 ${money(keptMinor).zh}，不再补钱。`
        : `按折后价也用超了，超出部分条文没有写。这里最多扣 ${money(keptMinor).zh}，超出的不在退款里算。`,
      basis === 'law'
        ? `Never more than the prepayment: ${money(keptMinor).en} is taken off at most, and nothing is owed on top.`
        : `At the discounted price too, more was used than prepaid; the text does not speak of the rest. Here ${money(keptMinor).en} is taken off at most, and the rest is no part of the refund.`,
    ),
  refund: (refundMinor: number, money: MoneyText) =>
    step(
      '第十五条第一款 / art. 15(1)',
      'law',
      refundMinor,
      `应退本金至少 ${money(refundMinor).zh}。利息另算（第十六、十七条）。`,
      `At least ${money(refundMinor).en} of principal is due back. Interest comes on top (arts 16–17).`,
    ),
} as const;
