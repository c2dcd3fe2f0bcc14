/**
 * Every word of the pages, in both languages. The voice is a fair clerk who likes you: the fact, the consequence with a
 * number, the way out. Words that judge a person do not exist here (`words.test.ts` keeps it so).
 */

export type Locale = 'zh' | 'en';

export const LOCALES: readonly Locale[] = ['zh', 'en'];

/** The other language must say exactly the same things: same keys, same holes. */
export type WordsLike<T> = {
  readonly [K in keyof T]: T[K] extends (...holes: infer H) => string
    ? (...holes: H) => string
    : T[K] extends string
      ? string
      : WordsLike<T[K]>;
};

/** For `<html lang>`. */
export const langTag: Readonly<Record<Locale, string>> = { zh: 'zh-CN', en: 'en' };

const zh = {
  brand: '一诺',
  skip: '跳到正文',
  otherLanguage: 'English',
  myWord: '我的约定',
  signOut: '退出',
  back: '返回',
  lives: { kept: '已守约', open: '进行中', late: '已逾期', broken: '未守约', repaired: '已补上', disputed: '有异议' },
  sandbox: (clock: string) => `沙箱 · 时钟 ${clock}`,
  moveClock: '拨快时钟',
  moveClockNote: '这是试用的世界：到期的事会按顺序真的发生。钟只能往前。',
  steps: { hour: '1 小时', day: '1 天', week: '7 天', month: '30 天' },
  askPerson: '找个人来看',
  thisIsWrong: '这不对',
  why: '为什么？',
  inTime: (length: string) => `还有 ${length}`,
  lateBy: (length: string) => `迟了 ${length}`,
};

const en: WordsLike<typeof zh> = {
  brand: 'Troth',
  skip: 'Skip to the page',
  otherLanguage: '中文',
  myWord: 'My word',
  signOut: 'Sign out',
  back: 'Back',
  lives: { kept: 'Kept', open: 'Open', late: 'Overdue', broken: 'Broken', repaired: 'Repaired', disputed: 'Disputed' },
  sandbox: (clock) => `Sandbox · clock ${clock}`,
  moveClock: 'Move the clock',
  moveClockNote: 'A world for trying things: whatever is due happens in order. The clock only moves forward.',
  steps: { hour: '1 hour', day: '1 day', week: '7 days', month: '30 days' },
  askPerson: 'Ask a person',
  thisIsWrong: 'This is wrong',
  why: 'Why?',
  inTime: (length) => `in ${length}`,
  lateBy: (length) => `${length} late`,
};

export const commonWords: Readonly<Record<Locale, WordsLike<typeof zh>>> = { zh, en };
