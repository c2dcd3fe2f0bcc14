/** The shops of the quarter: trades that the measured town has not, each with an offer that is ready-made, as it stands. */
import type { ReadyMadeOffer } from '../../../packages/troth/src/rooms/offer/index.ts';
import type { Texts } from '../trades.ts';

export const QUARTER_SHOPS = {
  hotel: { zh: '听雨酒店', en: 'Rain Sound Hotel' },
  salon: { zh: '阿明理发', en: 'Ming’s Salon' },
  gym: { zh: '河畔健身', en: 'Riverside Gym' },
  library: { zh: '城东图书馆', en: 'East Side Library' },
  'tool-library': { zh: '梧桐里工具屋', en: 'Plane Tree Lane Tools' },
  volunteering: { zh: '河岸清洁队', en: 'Riverbank Volunteers' },
  car: { zh: '远山租车', en: 'Far Hills Cars' },
  'e-bike-month': { zh: '长风电动车', en: 'Long Wind E-bikes' },
  headphones: { zh: '回声耳机', en: 'Echo Headphones' },
  'second-hand': { zh: '旧物巷 17 号', en: 'Old Things Lane 17' },
  'charging-point': { zh: '快充驿站', en: 'Quick Charge' },
  'piano-course': { zh: '叮咚琴行', en: 'Ding Dong Pianos' },
} as const satisfies Partial<Record<ReadyMadeOffer, Texts>>;

export type QuarterShop = keyof typeof QUARTER_SHOPS;

/** Who lives in the quarter; scenes name them by their number. */
export const NEIGHBOURS = ['林舟', '许一诺', '江小满', '陆青', '沈知秋', '顾南', '何晚舟'] as const;
