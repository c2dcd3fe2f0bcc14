/** Stories in which somebody is there, comes again, or gives hours. */
import { HOUR_US, present } from '../../kernel/index.ts';
import { OWN_KINDS } from '../../rooms/offer/index.ts';
import { forEverybody, readyMade, type Story } from './story.ts';

const stay: Story = {
  kind: 'stay',
  shop: { zh: '听雨酒店', en: 'Rain Sound Hotel' },
  terms: readyMade('hotel'),
  offers: {
    zh: '住一晚，不付押金，退房不排队，离店后结一次账。',
    en: 'A night without a deposit or a queue at check-out. One bill after you leave.',
  },
  order: (now) => ({ startsAt: now + 29n * HOUR_US }),
  choice: 'trust',
  async live(walk) {
    await walk.passMinutes(31 * 60);
    await walk.shop('fulfil');
    walk.tell('第二天下午四点你到店，拿了钥匙上楼。', 'You arrive at four the next afternoon, take the key and go up.');
    await walk.passMinutes(18 * 60);
    await walk.person('declare');
    await walk.shop('fulfil');
    walk.tell('早上十点放下钥匙就走。', 'At ten in the morning you leave the key and go.');
    await walk.passDays(1);
    await walk.shop('bill', { amountMinor: 43_800 });
    walk.tell(
      `一天后账单来了：房费加早餐 ${walk.money(43_800)}。三天后再来的账，你不用付。`,
      `A day later the bill comes: room and breakfast, ${walk.money(43_800)}. A bill after three days would not be owed.`,
    );
    await walk.shop('fulfil');
  },
};

const membership: Story = {
  kind: 'membership',
  shop: { zh: '阿明理发', en: 'Ming’s Salon' },
  terms: readyMade('salon'),
  offers: {
    zh: '先享会员价：每次便宜 ¥20。你答应一年来 10 次。',
    en: 'Member prices first: ¥20 off each visit. You promise to come 10 times a year.',
  },
  choice: 'trust',
  async live(walk) {
    for (let visit = 1; visit <= 7; visit += 1) {
      await walk.shop('report', { lineNo: `R-${visit}`, amountMinor: 8_800, discountMinor: 2_000 });
      await walk.passDays(40);
    }
    await walk.shop('take_back', { lineNo: 'R-7' });
    const [target] = (await walk.read()).obligations;
    walk.tell(
      `你来了 7 次。第 7 次退了款，那次不算，优惠也不算：享受了 ${walk.money(target?.enjoyedMinor ?? 0)}。`,
      `You come 7 times. The seventh is refunded, so neither visit nor discount counts: ${walk.money(target?.enjoyedMinor ?? 0)} enjoyed.`,
    );
    await walk.passTo((await walk.read()).graceUntil);
    await walk.passMinutes(1);
    const { chargedMinor } = await walk.read();
    walk.tell(
      `一年到了，差 4 次。没挣到的 ${walk.money(chargedMinor)} 退回去，不会更多。`,
      `The year is over, 4 visits short. The ${walk.money(chargedMinor)} not yet earned goes back, never more.`,
    );
  },
};

const attend: Story = {
  kind: 'attend',
  shop: { zh: '巷口小馆', en: 'Corner Bistro' },
  terms: forEverybody(present(OWN_KINDS.get('attend'), 'the_kind_is_described').terms),
  offers: {
    zh: '留一张桌，不收订金。来不了，提前两小时说一声。双方都要准时。',
    en: 'A table kept, no deposit. If you cannot come, say so two hours before. Both sides are held to the time.',
  },
  order: (now) => ({ startsAt: now + 10n * HOUR_US }),
  choice: 'trust',
  async live(walk) {
    await walk.passMinutes(10 * 60 + 12);
    await walk.shop('fulfil');
    walk.tell('你 19:12 到，在半小时之内。', 'You come at 19:12, within the half hour.');
    await walk.passMinutes(9);
    await walk.person('fulfil');
    walk.tell(
      '等了 9 分钟就坐下：店家也守住了它那一半。',
      'You are seated after 9 minutes: the shop has kept its half too.',
    );
  },
};

const welfare: Story = {
  kind: 'welfare',
  shop: { zh: '河岸清洁队', en: 'Riverbank Volunteers' },
  terms: readyMade('volunteering'),
  offers: {
    zh: '你自己答应：三个月里做 3 小时志愿。没做满也不记。',
    en: 'You choose to promise 3 hours of volunteering in three months. Falling short leaves no mark.',
  },
  choice: 'trust',
  async live(walk) {
    await walk.passDays(12);
    await walk.shop('report', { lineNo: 'H-1', minutes: 110 });
    walk.tell('第一个周末，主办方记了 1 小时 50 分。', 'On the first weekend the host counts 1 hour 50 minutes.');
    await walk.passDays(21);
    await walk.shop('report', { lineNo: 'H-2', minutes: 75 });
    walk.tell('三周后又是 75 分钟，做满了。', 'Three weeks later another 75 minutes, and it is done.');
  },
};

export const STORIES_OF_TIME: readonly Story[] = [stay, membership, attend, welfare];
