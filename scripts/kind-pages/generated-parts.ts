// The parts of a page that are written from data. A page says where: <!-- written: offer --> … <!-- end -->.
import { type Kind, promiseSentence } from '../../packages/troth/src/rooms/offer/index.ts';
import { lifeDiagram } from './life-diagram.ts';
import { moneyTable } from './money-table.ts';

const PARTS: Readonly<Record<string, (kind: Kind) => readonly string[]>> = {
  words: ({ name, what, words }) => [
    `**${name.en} ${name.zh}.** ${what.en}`,
    '',
    what.zh,
    '',
    `- ${words.kept.en} ${words.kept.zh}`,
    `- ${words.missed.en} ${words.missed.zh}`,
    `- Ordinary terms: ${lowered(words.ordinary.en)} 平常条件：${words.ordinary.zh}`,
  ],
  offer: ({ terms }) => ['```json', ...JSON.stringify(terms, null, 2).split('\n'), '```'],
  sentence: ({ terms }) => [`> ${promiseSentence(terms, {}, 'en')}`, '>', `> ${promiseSentence(terms, {}, 'zh')}`],
  money: ({ terms }) => moneyTable(terms),
  life: ({ terms }) => lifeDiagram(terms),
};

const lowered = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** The page with its written parts as they are today. Throws where it asks for a part that nobody writes. */
export function withParts(page: string, kind: Kind): string {
  return page.replaceAll(/^<!-- written: (\w+) -->\n[\s\S]*?^<!-- end -->$/gm, (_, name: string) => {
    const write = PARTS[name];
    if (write === undefined) throw new Error(`${kind.kind}: nobody writes ${name}`);
    return [`<!-- written: ${name} -->`, ...write(kind), '<!-- end -->'].join('\n');
  });
}

/** The names of the parts that a page has. */
export function partsOf(page: string): readonly string[] {
  return [...page.matchAll(/^<!-- written: (\w+) -->$/gm)].map((match) => match[1] ?? '');
}

export const PART_NAMES: readonly string[] = Object.keys(PARTS);
