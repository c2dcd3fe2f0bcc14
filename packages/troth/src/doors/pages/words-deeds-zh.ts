/** Words for each deed, in Chinese; the other language says the same things. */
import type { Deed } from './deeds.ts';

export interface DeedWords {
  /** When and how long until then. */
  readonly due: (when: string, left: string) => string;
  /** Until when it still counts as on time. */
  readonly grace: (until: string) => string;
  /** The grace has passed; `until`: when silence decides. */
  readonly lapsed: (until: string) => string;
  /** It was said to be done; until when that can be contested. */
  readonly declared: (until: string) => string;
  /** Completes "the shop says …", or "you say …" of what the shop owes. */
  readonly claim: (item: string) => string;
  /** Button of whoever owes it. */
  readonly declare: string;
  /** Button of whoever it is owed to. */
  readonly done: string;
  readonly factDeclared: string;
  readonly factLapsed: string;
  readonly factMet: string;
  readonly factMissed: string;
}

const notYet = '宽限过了，还没有记成未守约。';
const promised = (doIt: string, saidSo: string) => ({
  lapsed: () => `${notYet}现在${doIt}，或者告诉店家怎么回事。`,
  declared: (until: string) => `你说${saidSo}。${until} 前店家没有异议，就算守约。`,
  factDeclared: `你说${saidSo}`,
});
const owed = (saidSo: string, notSo: string, doneSo: string) => ({
  lapsed: (until: string) => `店家过了时间。${notSo}，就在 ${until} 前通知店家；不说，就当${doneSo}。`,
  declared: (until: string) => `店家说${saidSo}。${notSo}，就在 ${until} 前通知店家；不说，就算${doneSo}。`,
  factDeclared: `店家说${saidSo}`,
});

export const deedWordsZh: Readonly<Record<Deed, DeedWords>> = {
  return_item: {
    ...promised('还', '已经还了'),
    due: (when, left) => `${when} 到期，还有 ${left}。`,
    grace: (until) => `${until} 前还，就算按时。`,
    claim: (item) => `${item}没有还`,
    declare: '我已经还了',
    done: '确认还回来了',
    factLapsed: '到期未还',
    factMet: '还回来了',
    factMissed: '没有还回来',
  },
  try: {
    ...promised('退回', '已经退回了'),
    due: (when, left) => `${when} 前退回，不收钱，还有 ${left}。不退，就是留下，再付价钱。`,
    grace: (until) => `${until} 前退回，还是不收钱；不退，就是留下。`,
    claim: (item) => `${item}没有退回`,
    declare: '我已经退回了',
    done: '确认退回来了',
    factLapsed: '到期未退',
    factMet: '退回去了',
    factMissed: '没有退回',
  },
  attend: {
    ...promised('到', '到过了'),
    due: (when, left) => `${when} 前到，还有 ${left}。`,
    grace: (until) => `${until} 前到，就算按时。`,
    lapsed: () => `${notYet}告诉店家怎么回事。`,
    claim: () => '你没有到',
    declare: '我到了',
    done: '确认到场了',
    factLapsed: '时间过了，还没有到场的记录',
    factMet: '到场了',
    factMissed: '没有到场',
  },
  pay: {
    ...promised('付', '已经付了'),
    due: (when, left) => `${when} 前付，还有 ${left}。店家收到，就算付了。`,
    grace: (until) => `${until} 前付，就算按时。`,
    claim: () => '这一笔没有付',
    declare: '我已经付了',
    done: '确认收到钱了',
    factLapsed: '到期未付',
    factMet: '付了',
    factMissed: '没有付',
  },
  hold: {
    ...promised('付', '已经付了'),
    due: (when, left) => `${when} 前付来代管，还有 ${left}。没有付，约定自动结束，不算失约。`,
    grace: (until) => `${until} 前付，还来得及。`,
    claim: () => '钱没有付来代管',
    declare: '我已经付了',
    done: '确认钱已代管',
    factLapsed: '到期未付',
    factMet: '付来代管了',
    factMissed: '没有付',
  },
  reach: {
    ...promised('去做', '达到了'),
    due: (when, left) => `做到 ${when} 为止，还有 ${left}。`,
    grace: (until) => `${until} 前达到，就算按时。`,
    lapsed: () => '时间过了，还没有达到。',
    claim: () => '没有达到说好的数',
    declare: '我达到了',
    done: '确认达到了',
    factLapsed: '时间到了，还没有达到',
    factMet: '达到了',
    factMissed: '没有达到',
  },
  confirm: {
    ...promised('确认', '确认了'),
    due: (when, left) => `${when} 前确认，还有 ${left}。不说，就算确认了。`,
    grace: (until) => `${until} 前确认，就算按时。`,
    claim: () => '你没有确认',
    declare: '我确认',
    done: '收到确认了',
    factLapsed: '到期未确认',
    factMet: '确认了',
    factMissed: '没有确认',
  },
  deliver: {
    ...owed('已经交给你了', '没有收到', '收到了'),
    lapsed: (until) =>
      `店家过了时间。要记它失约，就凭据通知它；到 ${until} 没人说交了，约定自动结束，代管的钱退回给你。`,
    due: (when, left) => `店家要在 ${when} 前交给你，还有 ${left}。`,
    grace: (until) => `店家迟了；${until} 前交到，还算按时。`,
    claim: (item) => `${item}没有交到你手里`,
    declare: '说已经交出，附上凭据',
    done: '我收到了',
    factLapsed: '店家到时还没有交',
    factMet: '你收到了',
    factMissed: '店家没有交',
  },
  refund: {
    ...owed('已经退给你了', '没有收到', '收到了'),
    lapsed: (until) => `店家过了时间。收到了就说一声；到 ${until} 还没有退，就记成店家失约，押金还是你的。`,
    due: (when, left) => `店家要在 ${when} 前退给你，还有 ${left}。`,
    grace: (until) => `店家迟了；${until} 前退到，还算按时。`,
    claim: () => '押金没有退',
    declare: '说已经退了',
    done: '退款我收到了',
    factLapsed: '店家到时还没有退',
    factMet: '押金退给你了',
    factMissed: '店家没有退押金',
  },
  shop_attend: {
    ...owed('已经接待你了', '没有接待', '接待了'),
    due: (when, left) => `店家要在 ${when} 前接待你，还有 ${left}。`,
    grace: (until) => `店家迟了；${until} 前接待，还算按时。`,
    claim: () => '店家没有按时接待',
    declare: '说已经接待了',
    done: '店家接待我了',
    factLapsed: '店家到时还没有接待',
    factMet: '店家接待你了',
    factMissed: '店家没有按时接待',
  },
  shop_confirm: {
    ...owed('确认了', '没有确认', '确认了'),
    due: (when, left) => `店家要在 ${when} 前确认，还有 ${left}。不说，就算确认了。`,
    grace: (until) => `店家迟了；${until} 前确认，还算按时。`,
    claim: () => '店家没有确认',
    declare: '店家确认',
    done: '收到店家的确认了',
    factLapsed: '店家到时还没有确认',
    factMet: '店家确认了',
    factMissed: '店家没有确认',
  },
};
