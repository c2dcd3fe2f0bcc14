/** Walks every kind, one after the other, with one person and a shop of its own for each. */
import type { BothTexts, Kinds, Locale } from '../../rooms/offer/index.ts';
import { instantFromIso, present } from '../../kernel/index.ts';
import { promiseSentence } from '../../rooms/offer/index.ts';
import type { ApiCaller } from '../api-caller.ts';
import { costSentence, type Ending, endingOf, endingsTable, fileSentence, type MyNumber } from './ending.ts';
import { STORIES_OF_MONEY } from './stories-of-money.ts';
import { STORIES_OF_THINGS } from './stories-of-things.ts';
import { STORIES_OF_TIME } from './stories-of-time.ts';
import type { Story } from './story.ts';
import { type PersonThere, promise, settlePerson, settleShop } from './two-sides.ts';
import { nextMorning, walkOf, type WorldClock, worldClock } from './walk.ts';

/** A Monday morning in Shanghai: the tour's sentences are the same on every machine and every day. */
export const TOUR_STARTS_AT = present(instantFromIso('2026-03-02T09:00:00+08:00'), 'the_tour_starts_at_an_instant');

const STORIES: readonly Story[] = [...STORIES_OF_THINGS, ...STORIES_OF_TIME, ...STORIES_OF_MONEY];

export interface TourOptions {
  readonly api: ApiCaller;
  /** Speaks for the operator of the tour's own world. */
  readonly operatorKey: string;
  readonly kinds: Kinds;
  readonly locale: Locale;
  readonly print: (line: string) => void;
}

/** The kinds that nobody has written a story for. */
export function kindsWithoutStory(kinds: Kinds): readonly string[] {
  return [...kinds.keys()].filter((kind) => !STORIES.some((story) => story.kind === kind));
}

/** Walks the kinds in the order in which they are shown; what each came to. */
export async function walkKinds({ api, operatorKey, kinds, locale, print }: TourOptions): Promise<readonly Ending[]> {
  const clock = worldClock(api, operatorKey);
  const person = await settlePerson(api, operatorKey, '林舟 Lin Zhou', locale);
  const told = [...kinds.values()].flatMap(({ kind, name }) => {
    const story = STORIES.find((one) => one.kind === kind);
    return story === undefined ? [] : [{ story, name }];
  });
  const endings: Ending[] = [];
  for (const [i, { story, name }] of told.entries()) {
    print('');
    print(
      progressLine(
        i + 1,
        told.length,
        `${name[locale]}${locale === 'zh' ? ` ${story.kind}` : ''} · ${story.shop[locale]}`,
      ),
    );
    endings.push(await walkOne({ api, operatorKey, clock, person, locale, print }, story, name));
  }
  print('');
  for (const line of endingsTable(endings, locale)) print(line);
  return endings;
}

interface Ground extends Pick<TourOptions, 'api' | 'operatorKey' | 'locale' | 'print'> {
  readonly clock: WorldClock;
  readonly person: PersonThere;
}

async function walkOne(ground: Ground, story: Story, name: BothTexts): Promise<Ending> {
  const { api, operatorKey, clock, person, locale, print } = ground;
  const say = (label: BothTexts, text: string) => print(`  ${label[locale]}  ${text}`);
  const shop = await settleShop(api, operatorKey, story.shop, story.terms);
  await clock.moveTo(nextMorning(await clock.now()));
  const now = await clock.now();
  const order = story.order?.(now) ?? {};
  say(LABELS.offers, story.offers[locale]);
  say(LABELS.promise, promiseSentence(story.terms, { startsAt: now, ...order }, locale));
  const sides = await promise(api, shop, person, order, story.choice);
  await story.live(walkOf(sides, clock, locale, (text) => say(LABELS.next, text)));
  await sides.payOpenCharges();
  const pledge = await sides.read();
  const ending = endingOf(story.kind, name, story.terms, pledge);
  const number = (await api.get('/v1/me/score', person.session)) as MyNumber;
  say(LABELS.cost, costSentence(pledge, ending, locale));
  say(LABELS.file, fileSentence(ending, number, locale));
  return ending;
}

const LABELS = {
  offers: { zh: '店家', en: 'offer  ' },
  promise: { zh: '答应', en: 'promise' },
  next: { zh: '后来', en: 'then   ' },
  cost: { zh: '花费', en: 'cost   ' },
  file: { zh: '档案', en: 'file   ' },
} as const;

const BAR_WIDTH = 22;

/** How far the tour has come, e.g. `[######················]  3/11  Trial · Echo Headphones`. */
function progressLine(nth: number, total: number, what: string): string {
  const filled = Math.round((nth / total) * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}] ${String(nth).padStart(2)}/${total}  ${what}`;
}
