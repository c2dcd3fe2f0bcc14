/** What is out, at home to try, on its way or on its way back in the quarter: rooms, cars, e-bikes, books, drills, headphones, parcels. */
import { HOUR_US } from '../../../packages/troth/src/kernel/clock.ts';
import type { Scene } from './scene.ts';
import { paid, personSays, shopProves, shopSays } from './scene.ts';

const trust = 'trust';

export const SCENES_OF_THINGS: readonly Scene[] = [
  {
    shows: 'a room was left yesterday, its bill is told and not paid yet',
    shop: 'hotel',
    neighbour: 0,
    promisedOn: [4, 0],
    order: (at) => ({ startsAt: at + 54n * HOUR_US }),
    choice: trust,
    steps: [
      [[2, 2], shopSays('fulfil')],
      [[1, 0], personSays('declare')],
      [[1, 0], shopSays('fulfil')],
      [[1, 2], shopSays('bill', { amountMinor: 43_800 })],
    ],
  },
  {
    shows: 'a stay that is over and paid',
    shop: 'hotel',
    neighbour: 3,
    promisedOn: [62, 0],
    order: (at) => ({ startsAt: at + 30n * HOUR_US }),
    choice: trust,
    steps: [
      [[61, 2], shopSays('fulfil')],
      [[60, 0], shopSays('fulfil')],
      [[59, 0], shopSays('bill', { amountMinor: 38_800 })],
      [[59, 2], shopSays('fulfil')],
    ],
  },
  {
    shows: 'headphones at home to try',
    shop: 'headphones',
    neighbour: 3,
    promisedOn: [6, 0],
    choice: trust,
    steps: [
      [[4, 1], shopProves('declare', 'handed over at the door, signed')],
      [[4, 2], personSays('fulfil')],
    ],
  },
  {
    shows: 'headphones that were kept and paid',
    shop: 'headphones',
    neighbour: 5,
    promisedOn: [42, 0],
    choice: trust,
    steps: [
      [[40, 1], shopProves('declare', 'handed over at the door, signed')],
      [[40, 2], personSays('fulfil')],
      // Not sent back in eight days: kept, and the price falls due a day later.
      [[31, 0], shopSays('fulfil')],
    ],
  },
  {
    shows: 'a book out for the second time',
    shop: 'library',
    neighbour: 5,
    promisedOn: [30, 1],
    choice: trust,
    steps: [
      [[30, 1], shopSays('begin')],
      [[10, 0], personSays('extend')],
    ],
  },
  {
    shows: 'a drill out since yesterday',
    shop: 'tool-library',
    neighbour: 1,
    promisedOn: [1, 1],
    choice: trust,
    steps: [[[1, 1], shopSays('begin')]],
  },
  {
    shows: 'a drill that nobody brought back, which the person contests',
    shop: 'tool-library',
    neighbour: 2,
    promisedOn: [16, 1],
    choice: trust,
    steps: [
      [[16, 1], shopSays('begin')],
      [[11, 0], shopProves('notice', 'the drill’s place on the wall is empty')],
      [
        [7, 0],
        async (sides) => {
          const broken = (await sides.read()).facts.find(({ kind }) => kind === 'broken');
          if (broken !== undefined) await sides.contest(broken.factId, '钻头我放在工具屋门口的柜子里了，柜子没有锁。');
        },
      ],
    ],
  },
  {
    shows: 'an e-bike came back, its deposit waits to be refunded',
    shop: 'e-bike-month',
    neighbour: 0,
    promisedOn: [29, 0],
    choice: 'ordinary',
    steps: [
      [[29, 0], shopSays('fulfil')],
      [[1, 2], shopSays('fulfil')],
    ],
  },
  {
    shows: 'a deposit that was refunded and confirmed',
    shop: 'e-bike-month',
    neighbour: 4,
    promisedOn: [60, 0],
    choice: 'ordinary',
    steps: [
      [[60, 0], shopSays('fulfil')],
      [[31, 1], shopSays('fulfil')],
      [[30, 1], shopSays('declare')],
      [[30, 2], personSays('fulfil')],
    ],
  },
  {
    shows: 'a car came back; the part of the deposit that was not waived is held until it is refunded',
    shop: 'car',
    neighbour: 4,
    promisedOn: [3, 0],
    choice: trust,
    steps: [
      [[3, 0], shopSays('fulfil')],
      [[2, 1], shopSays('fulfil')],
      [[2, 1], paid],
    ],
  },
  {
    shows: 'a car that came back in time, its deposit refunded and confirmed: nothing of this person runs',
    shop: 'car',
    neighbour: 6,
    promisedOn: [44, 0],
    choice: trust,
    steps: [
      [[44, 0], shopSays('fulfil')],
      [[43, 1], shopSays('fulfil')],
      [[43, 1], paid],
      [[36, 0], shopSays('declare')],
      [[36, 2], personSays('fulfil')],
    ],
  },
];
