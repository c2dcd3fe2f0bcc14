/**
 * Who lives in the town. A person is made from the seed and their number alone; conduct and rings stay inside the simulator
 * and are never sent to the API: the town has to find out by what people do, like everybody else.
 */
import { chanceOf } from '../seeded-chance.ts';
import { PARAMETERS } from './parameters.ts';
import type { Conduct } from './parameter.ts';

export interface TownPerson {
  readonly index: number;
  readonly name: string;
  readonly conduct: Conduct;
  /** Number of the ring this cheat belongs to; null for everybody else. */
  readonly ring: number | null;
  /** How much this person rents and books compared with the average of 1. */
  readonly appetite: number;
}

const FAMILY = [
  '王',
  '李',
  '张',
  '刘',
  '陈',
  '杨',
  '赵',
  '黄',
  '周',
  '吴',
  '徐',
  '孙',
  '马',
  '朱',
  '胡',
  '林',
  '郭',
  '何',
  '高',
  '罗',
];
const GIVEN = [
  '安',
  '宁',
  '晴',
  '远',
  '禾',
  '川',
  '月',
  '舟',
  '悦',
  '青',
  '一诺',
  '知夏',
  '子墨',
  '思齐',
  '明轩',
  '若水',
  '之恒',
  '晓雯',
  '嘉树',
  '沐阳',
];

/** How many people of each conduct live in a town of this size: shares are dealt out, not drawn, so small towns fit too. */
export function headcount(people: number): Record<Conduct, number> {
  const cheat = Math.round(people * PARAMETERS.cheatShare.value);
  const struggler = Math.round(people * PARAMETERS.strugglerShare.value);
  return { keeper: people - cheat - struggler, struggler, cheat };
}

/** Sizes of the rings that half of the cheats form: each of 5 to 12, none when there are too few for one. */
export function ringSizes(seed: number, cheats: number): readonly number[] {
  const [smallest, largest] = PARAMETERS.ringSize.value;
  const chance = chanceOf(seed, 'rings');
  const sizes: number[] = [];
  let left = Math.round(cheats * PARAMETERS.ringShare.value);
  while (left >= smallest) {
    // Nobody may be left over in a group smaller than a ring.
    const size = left <= largest ? left : Math.min(chance.whole(smallest, largest), left - smallest);
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

/** Everybody, in order of their number, conduct dealt out by the seed. */
export function peopleOf(seed: number, people: number): readonly TownPerson[] {
  const counts = headcount(people);
  const conducts: Conduct[] = [
    ...new Array<Conduct>(counts.keeper).fill('keeper'),
    ...new Array<Conduct>(counts.struggler).fill('struggler'),
    ...new Array<Conduct>(counts.cheat).fill('cheat'),
  ];
  const deal = chanceOf(seed, 'deal');
  for (let last = conducts.length - 1; last > 0; last -= 1) {
    const other = deal.whole(0, last);
    [conducts[last], conducts[other]] = [conducts[other] as Conduct, conducts[last] as Conduct];
  }
  const seats = ringSizes(seed, counts.cheat).flatMap((size, ring) => new Array<number>(size).fill(ring));
  const shape = PARAMETERS.demandShape.value;
  return conducts.map((conduct, index) => {
    const own = chanceOf(seed, 'person', index);
    const name = `${FAMILY[own.whole(0, FAMILY.length - 1)]}${GIVEN[own.whole(0, GIVEN.length - 1)]}`;
    const appetite = own.gamma(shape, 1 / shape);
    return { index, name, conduct, ring: conduct === 'cheat' ? (seats.shift() ?? null) : null, appetite };
  });
}
