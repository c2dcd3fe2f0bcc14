/** What is counted, billed, paid in parts or held for somebody in the quarter. */
import type { Scene } from './scene.ts';
import { paid, personSays, shopProves, shopSays } from './scene.ts';

const trust = 'trust';

/** A line that counts, on each of these days. */
const reported = (days: readonly number[], line: object): Scene['steps'] =>
  days.map((daysAgo, i) => [[daysAgo, 2], shopSays('report', { lineNo: `R-${i + 1}`, ...line })] as const);

export const SCENES_OF_MONEY: readonly Scene[] = [
  {
    shows: 'a membership with three of ten visits counted',
    shop: 'salon',
    neighbour: 1,
    promisedOn: [70, 0],
    choice: trust,
    steps: reported([68, 40, 12], { amountMinor: 8_800, discountMinor: 2_000 }),
  },
  {
    shows: 'a gym with seven of forty visits, one of them refunded',
    shop: 'gym',
    neighbour: 2,
    promisedOn: [50, 0],
    choice: trust,
    steps: [
      ...reported([49, 44, 40, 33, 26, 19, 12, 5], { amountMinor: 3_500, discountMinor: 1_500 }),
      [[4, 0], shopSays('take_back', { lineNo: 'R-8' })],
    ],
  },
  {
    shows: 'a member who left early and gave back what was not yet earned',
    shop: 'gym',
    neighbour: 5,
    promisedOn: [90, 0],
    choice: trust,
    steps: [
      ...reported([88, 80, 72], { amountMinor: 3_500, discountMinor: 1_500 }),
      [[65, 1], personSays('cancel')],
      [[64, 1], paid],
    ],
  },
  {
    shows: 'two of six parts paid, the third to come',
    shop: 'piano-course',
    neighbour: 4,
    promisedOn: [80, 1],
    choice: trust,
    steps: [
      [[51, 0], shopSays('fulfil')],
      [[21, 0], shopSays('fulfil')],
    ],
  },
  {
    shows: 'a car charged last night, the bill is out',
    shop: 'charging-point',
    neighbour: 3,
    promisedOn: [1, 1],
    choice: trust,
    steps: [
      [[1, 1], shopSays('begin')],
      [[1, 2], shopSays('bill', { amountMinor: 3_260 })],
    ],
  },
  {
    shows: 'an earlier charge, billed, lowered and paid',
    shop: 'charging-point',
    neighbour: 3,
    promisedOn: [20, 1],
    choice: trust,
    steps: [
      [[20, 1], shopSays('begin')],
      [[20, 2], shopSays('bill', { amountMinor: 5_260 })],
      [[19, 0], shopSays('bill', { amountMinor: 4_830 })],
      [[19, 0], shopSays('fulfil')],
    ],
  },
  {
    shows: 'one hour fifty of three hours given',
    shop: 'volunteering',
    neighbour: 2,
    promisedOn: [35, 0],
    choice: trust,
    steps: reported([21], { minutes: 110 }),
  },
  {
    shows: 'hours that were given in full',
    shop: 'volunteering',
    neighbour: 0,
    promisedOn: [80, 0],
    choice: trust,
    steps: reported([70, 56], { minutes: 90 }),
  },
  {
    shows: 'goods are said to be delivered and wait to be confirmed; the money is held',
    shop: 'second-hand',
    neighbour: 3,
    promisedOn: [5, 0],
    order: () => ({ amountMinor: 86_000 }),
    choice: trust,
    steps: [
      [[5, 0], shopSays('fulfil')],
      [[1, 1], shopProves('declare', 'left with the neighbour at number 15, signed')],
    ],
  },
  {
    shows: 'paid for and not delivered yet; the money is held',
    shop: 'second-hand',
    neighbour: 5,
    promisedOn: [2, 1],
    order: () => ({ amountMinor: 23_000 }),
    choice: trust,
    steps: [[[2, 1], shopSays('fulfil')]],
  },
  {
    shows: 'delivered, confirmed, paid out to the seller',
    shop: 'second-hand',
    neighbour: 1,
    promisedOn: [48, 0],
    order: () => ({ amountMinor: 12_000 }),
    choice: trust,
    steps: [
      [[48, 1], shopSays('fulfil')],
      [[45, 0], shopProves('declare', 'handed over in person')],
      [[45, 1], personSays('fulfil')],
    ],
  },
];
