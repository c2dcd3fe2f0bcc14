/** Offers a merchant can start from: data only, each of them publishable as it stands. */
import type { OfferTerms } from '../terms.ts';
import { cafeTable } from './cafe-table.ts';
import { camera } from './camera.ts';
import { cityBike } from './city-bike.ts';
import { clinicDesk } from './clinic-desk.ts';
import { powerBank } from './power-bank.ts';
import { umbrella } from './umbrella.ts';

export const READY_MADE_OFFERS = {
  'city-bike': cityBike,
  'power-bank': powerBank,
  umbrella,
  camera,
  'clinic-desk': clinicDesk,
  'cafe-table': cafeTable,
} as const satisfies Readonly<Record<string, OfferTerms>>;

export type ReadyMadeOffer = keyof typeof READY_MADE_OFFERS;
