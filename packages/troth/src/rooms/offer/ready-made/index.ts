/** Offers a merchant can start from: data only, each of them publishable as it stands. */
import type { OfferTerms } from '../terms.ts';
import { cafeCard } from './cafe-card.ts';
import { cafeTable } from './cafe-table.ts';
import { camera } from './camera.ts';
import { car } from './car.ts';
import { chargingPoint } from './charging-point.ts';
import { cityBike } from './city-bike.ts';
import { clinicDesk } from './clinic-desk.ts';
import { clothing } from './clothing.ts';
import { crates } from './crates.ts';
import { eBikeMonth } from './e-bike-month.ts';
import { gym } from './gym.ts';
import { headphones } from './headphones.ts';
import { hotel } from './hotel.ts';
import { library } from './library.ts';
import { pianoCourse } from './piano-course.ts';
import { powerBank } from './power-bank.ts';
import { salon } from './salon.ts';
import { secondHand } from './second-hand.ts';
import { toolLibrary } from './tool-library.ts';
import { umbrella } from './umbrella.ts';
import { volunteering } from './volunteering.ts';

export const READY_MADE_OFFERS = {
  'city-bike': cityBike,
  'power-bank': powerBank,
  umbrella,
  camera,
  'clinic-desk': clinicDesk,
  'cafe-table': cafeTable,
  car,
  clothing,
  crates,
  hotel,
  salon,
  gym,
  'cafe-card': cafeCard,
  library,
  'tool-library': toolLibrary,
  volunteering,
  headphones,
  'charging-point': chargingPoint,
  'piano-course': pianoCourse,
  'second-hand': secondHand,
  'e-bike-month': eBikeMonth,
} as const satisfies Readonly<Record<string, OfferTerms>>;

export type ReadyMadeOffer = keyof typeof READY_MADE_OFFERS;
