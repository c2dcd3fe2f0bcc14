/** Stories in which a thing changes hands: hired, tried at home, borrowed, or taken against a deposit that is held apart. */
import { readyMade, type Story } from './story.ts';

const rental: Story = {
  kind: 'rental',
  shop: { zh: '青禾影像', en: 'Qinghe Camera' },
  terms: readyMade('camera'),
  offers: {
    zh: '相机按天租，¥120 一天。平常要付 ¥3,000 押金，这里免了。',
    en: 'A camera by the day, ¥120 a day. The ordinary deposit is ¥3,000; here it is waived.',
  },
  choice: 'trust',
  async live(walk) {
    await walk.shop('begin');
    walk.tell('相机交到你手上，一分钱没付。', 'The camera is in your hands. Nothing was paid.');
    await walk.passDays(1);
    await walk.person('extend');
    walk.tell('第二天你想多拍一天，自己续了。', 'The next day you want one more day, and extend it yourself.');
    await walk.passTo((await walk.read()).dueAt);
    await walk.passMinutes(90);
    await walk.shop('fulfil');
    walk.tell(
      '迟了一个半小时还回，还在宽限里：不多收，也不记。',
      'You bring it back an hour and a half late, within the grace: no fee, no mark.',
    );
  },
};

const trial: Story = {
  kind: 'trial',
  shop: { zh: '回声耳机', en: 'Echo Headphones' },
  terms: readyMade('headphones'),
  offers: {
    zh: '耳机先寄到家，试 7 天。留下付 ¥499，寄回不花钱。',
    en: 'Headphones sent home to try for 7 days. Keep them for ¥499, or send them back for nothing.',
  },
  choice: 'trust',
  async live(walk) {
    await walk.passDays(2);
    await walk.shop('declare', { evidenceIds: [await walk.evidence('shop', 'parcel 4711, handed over at the door')] });
    walk.tell(
      '店家先做它那一半：第三天寄到，附上签收单。',
      'The shop does its half first: delivered on the third day, with the receipt.',
    );
    await walk.person('fulfil');
    await walk.passDays(5);
    await walk.person('declare');
    walk.tell('试了 5 天，不合适，你寄回去。', 'After 5 days they do not suit you. You send them back.');
    await walk.passDays(1);
    await walk.shop('fulfil');
    walk.tell('店家收到了。没有要付的。', 'The shop has them. There is nothing to pay.');
  },
};

const borrow: Story = {
  kind: 'borrow',
  shop: { zh: '城东图书馆', en: 'East Side Library' },
  terms: readyMade('library'),
  offers: {
    zh: '一本书借三周，可以续两次。不涉及钱。',
    en: 'A book for three weeks, renewed twice if you like. No money at all.',
  },
  choice: 'trust',
  async live(walk) {
    await walk.shop('begin');
    await walk.passDays(19);
    await walk.person('extend');
    walk.tell(
      '还差两天到期，你没读完，续了两周。',
      'Two days before it is due you are not done, and renew it for two weeks.',
    );
    await walk.passDays(14);
    await walk.shop('fulfil');
    walk.tell(
      '第 33 天还回。押上的只有你说过的话，话守住了。',
      'You bring it back on day 33. Only your word was at stake, and it was kept.',
    );
  },
};

const custody: Story = {
  kind: 'custody',
  shop: { zh: '长风电动车', en: 'Long Wind E-bikes' },
  terms: readyMade('e-bike-month'),
  offers: {
    zh: '电动车租一个月。这次按平常条件：¥100 押金，单独存着，是你的钱。',
    en: 'An e-bike for a month. Ordinary terms this time: a ¥100 deposit, held apart. It stays your money.',
  },
  choice: 'ordinary',
  async live(walk) {
    await walk.shop('fulfil');
    walk.tell(
      '押金存进去了，店家动不了。车交给你。',
      'The deposit is in custody, where the shop cannot spend it. You get the bike.',
    );
    await walk.passTo((await walk.read()).graceUntil);
    await walk.passMinutes(2 * 1440);
    await walk.shop('fulfil');
    const late = (await walk.read()).charges.reduce((sum, charge) => sum + charge.amountMinor, 0);
    walk.tell(
      `过了宽限两天才还：逾期费 ${walk.money(late)}，从押金里扣。`,
      `You bring it back two days after the grace: a late fee of ${walk.money(late)}, taken from the deposit.`,
    );
    await walk.passDays(1);
    await walk.shop('declare');
    await walk.person('fulfil');
    walk.tell(
      '第二天店家退了剩下的，你点了「收到」。晚退就是店家失约。',
      'The next day the shop gives the rest back and you confirm it. Late, it would have been the shop’s broken promise.',
    );
  },
};

export const STORIES_OF_THINGS: readonly Story[] = [rental, trial, borrow, custody];
