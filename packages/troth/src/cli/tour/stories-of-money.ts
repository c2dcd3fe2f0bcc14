/** Stories in which the promise is a payment: after the use, in parts, or held until the goods are there. */
import { readyMade, type Story } from './story.ts';

const postpay: Story = {
  kind: 'postpay',
  shop: { zh: '快充驿站', en: 'Quick Charge' },
  terms: readyMade('charging-point'),
  offers: { zh: '先充电，后付钱，最多 ¥80。', en: 'Charge first, pay afterwards, ¥80 at most.' },
  choice: 'trust',
  async live(walk) {
    await walk.shop('begin');
    await walk.passMinutes(70);
    await walk.shop('bill', { amountMinor: 5_260 });
    walk.tell(`充完开走。账单 ${walk.money(5_260)}。`, `You charge and drive off. The bill says ${walk.money(5_260)}.`);
    const isHeld = await walk.isRefused('bill', { amountMinor: 6_100 });
    await walk.shop('bill', { amountMinor: 4_830 });
    walk.tell(
      isHeld ? `之后只能往下改：${walk.money(6_100)} 改不上去，${walk.money(4_830)} 可以。` : '账单改了。',
      isHeld
        ? `After that it only goes down: ${walk.money(6_100)} is refused, ${walk.money(4_830)} is not.`
        : 'The bill was changed.',
    );
    await walk.shop('fulfil');
  },
};

const instalment: Story = {
  kind: 'instalment',
  shop: { zh: '叮咚琴行', en: 'Ding Dong Pianos' },
  terms: readyMade('piano-course'),
  offers: {
    zh: '钢琴课 ¥2,500，先上课，分 6 个月付。没有利息。',
    en: 'A piano course for ¥2,500: lessons first, paid in 6 months. No interest.',
  },
  choice: 'trust',
  async live(walk) {
    const parts = (await walk.read()).obligations;
    walk.tell(
      `每期多少现在就定了：${parts.map(({ asked }) => walk.money(asked ?? 0)).join('、')}。`,
      `Each part is fixed now: ${parts.map(({ asked }) => walk.money(asked ?? 0)).join(', ')}.`,
    );
    for (let part = 1; part <= 3; part += 1) {
      await walk.passTo((await walk.read()).dueAt);
      await walk.payOpenCharges();
    }
    walk.tell('前三期到日子就付。', 'The first three are paid on their day.');
    await walk.passDays(10);
    for (let part = 4; part <= 6; part += 1) await walk.shop('fulfil');
    walk.tell(
      '第四个月你想一次付清，剩下三期当天付完，不多收。',
      'In the fourth month you pay off the other three at once, for nothing extra.',
    );
  },
};

const escrow: Story = {
  kind: 'escrow',
  shop: { zh: '旧物巷 17 号', en: 'Old Things Lane 17' },
  terms: readyMade('second-hand'),
  offers: {
    zh: '二手自行车 ¥860。钱先单独放着，收到货才给卖家。',
    en: 'A second-hand bicycle for ¥860. The money is held apart until it has arrived.',
  },
  order: () => ({ amountMinor: 86_000 }),
  choice: 'trust',
  async live(walk) {
    await walk.shop('fulfil');
    walk.tell(
      `你付了 ${walk.money(86_000)}，单独放着。卖家一周内要送到。`,
      `You pay ${walk.money(86_000)}; it is held apart. The seller has a week to deliver.`,
    );
    await walk.passTo((await walk.read()).graceUntil);
    await walk.passMinutes(60);
    await walk.person('notice', { evidenceIds: [await walk.evidence('person', 'nothing has arrived')] });
    walk.tell(
      '过了宽限还没到。你先通知卖家，它有三天回答。',
      'The grace is over and nothing has come. You give notice first; the seller has three days to answer.',
    );
    await walk.passDays(4);
    walk.tell(
      '卖家没有回答。钱全部回到你手上，失约的是店家，记在店家的档案里。',
      'The seller says nothing. All of the money is yours again; the broken promise is the shop’s, on the shop’s file.',
    );
  },
};

export const STORIES_OF_MONEY: readonly Story[] = [postpay, instalment, escrow];
