/** Words of the why page and of the page "my word". */
import type { Locale, WordsLike } from './words.ts';

const zh = {
  likelyBetween: (low: number, high: number) => `大概在 ${low} 到 ${high} 之间`,
  dialSentence: (points: number, low: number, high: number) =>
    `${points}，大概在 ${low} 到 ${high} 之间；量程 350 到 950。`,
  noScore: '还没有数',
  thin: '你答应的事还太少，不足以说什么。少，不等于不好。',
  thinMore: (more: number) => `最少再守约 ${more} 次，就会有一个范围。`,
  restsOn: (pledges: number, shops: number, since: string) =>
    `凭这里的 ${pledges} 个约定、${shops} 家店，从 ${since}起；没有别处的。`,
  restsOnNothing: '这里还没有你的约定；也没有别处的。',
  tally: (total: number, kept: number, late: number, broken: number, repaired: number) =>
    `这一年答应 ${total} 件：按时\u00a0${kept}${late > 0 ? `，迟了\u00a0${late}` : ''}${broken > 0 ? `，没守\u00a0${broken}` : ''}${repaired > 0 ? `，其中补上\u00a0${repaired}` : ''}。`,
  tallyNone: '这一年还没有结束的约定。',
  onlyYou: (updated: string) => `只有你看得到这个数 · ${updated} 更新`,
  moved: '动了它的事',
  movedNone: '这段时间没有动。',
  today: '今天',
  setAside: '暂不计',
  wouldMove: '之后什么会动它',
  looked: '谁看过',
  lookedNone: '没有人看过。',
  lookedSentence: (who: string, when: string, purpose: string, answer: string, basis: string) =>
    `${who}在 ${when}为${purpose}问过一次，只得到：${answer}。${basis}。`,
  happened: '发生了什么',
  reasons: '主要原因',
  rule: '按哪条规矩',
  counts: '怎么随时间计',
  smallest: '最小的改变',
  contestTitle: '哪里不对？',
  contestSubject: '哪一件',
  contestNote:
    '原来的记录不改；你的话从此和它放在一起，约定的那家店也看得到。有结论前，对你不利的先不计；还在走的约定，时间也停下来。店家 7 天内可以回答，20 天内书面决定。',
  contestWords: '用你自己的话说',
  contestSend: '提交异议',
  contestFree: '提异议从不扣分。',
  contested: '有异议',
  nextDue: '最近到期',
  pledges: '我的约定',
  pledgesNone: '还没有约定',
  pledgesNoneNote: '从不花钱的事开始：借一本书、一把伞，或者准时到一次。押的只是一句话。',
  findOffers: '看看有哪些',
  consents: '我同意过的',
  consentsNone: '现在没有生效的同意。',
  consentSentence: (who: string, fields: string, until: string) => `${who}知道${fields}，到 ${until}`,
  revoke: '撤回',
  revokeNote: '撤回后不能再看，也不能再给新的免押；进行中的约定照原条件走完。',
  open: '看',
};

const en: WordsLike<typeof zh> = {
  likelyBetween: (low, high) => `likely between ${low} and ${high}`,
  dialSentence: (points, low, high) => `${points}, likely between ${low} and ${high}, on a scale of 350 to 950.`,
  noScore: 'No score yet',
  thin: 'Too few promises to say anything yet. Few is not bad.',
  thinMore: (more) =>
    more === 1
      ? 'At least one more kept promise will give you a range.'
      : `At least ${more} more kept promises will give you a range.`,
  restsOn: (pledges, shops, since) =>
    `Rests on ${pledges} ${pledges === 1 ? 'pledge' : 'pledges'} with ${shops} ${shops === 1 ? 'shop' : 'shops'} here since ${since}; nothing from elsewhere.`,
  restsOnNothing: 'Rests on nothing yet: no pledge here, and nothing from elsewhere.',
  tally: (total, kept, late, broken, repaired) =>
    `${total} ${total === 1 ? 'promise' : 'promises'} this year: ${kept} kept on time${late > 0 ? `, ${late} late` : ''}${broken > 0 ? `, ${broken} broken` : ''}${repaired > 0 ? `, ${repaired} of those put right` : ''}.`,
  tallyNone: 'No promise has ended this year.',
  onlyYou: (updated) => `Only you see this number · updated ${updated}`,
  moved: 'What moved it',
  movedNone: 'Nothing moved it in this time.',
  today: 'Today',
  setAside: 'set aside',
  wouldMove: 'What would move it next',
  looked: 'Who looked',
  lookedNone: 'Nobody looked.',
  lookedSentence: (who, when, purpose, answer, basis) =>
    `${who} asked once on ${when}, for ${purpose}, and got one answer: ${answer}. ${basis}.`,
  happened: 'What happened',
  reasons: 'Main reasons',
  rule: 'Which rule',
  counts: 'How it counts over time',
  smallest: 'The smallest change',
  contestTitle: 'What is wrong?',
  contestSubject: 'Which one',
  contestNote:
    'What was recorded stays. Your words stand beside it from now on, and the shop of this pledge sees them too. Until it is decided, what speaks against you is not counted, and the clock of a running pledge stands still. The shop can answer within 7 days; the outcome comes in writing within 20.',
  contestWords: 'In your own words',
  contestSend: 'Contest it',
  contestFree: 'Contesting never costs points.',
  contested: 'contested',
  nextDue: 'Next due',
  pledges: 'My pledges',
  pledgesNone: 'No pledges yet',
  pledgesNoneNote:
    'Start with something that costs nothing: borrow a book or an umbrella, or be on time once. All you stake is your word.',
  findOffers: 'See what there is',
  consents: 'What I agreed to',
  consentsNone: 'No consent is in force.',
  consentSentence: (who, fields, until) => `${who} learns ${fields}, until ${until}`,
  revoke: 'Revoke',
  revokeNote: 'Once revoked, nothing more is read and nothing new is waived; a running pledge ends on its own terms.',
  open: 'Open',
};

export const whyWords: Readonly<Record<Locale, WordsLike<typeof zh>>> = { zh, en };
