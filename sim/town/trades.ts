/**
 * The shops of the town: eight trades in six contexts, hiring out things or holding appointments. Prices are fen (CNY minor
 * units). A trade's demand is its share of what the average person does in a year.
 */

export type TradeId =
  | 'bicycle'
  | 'umbrella'
  | 'library'
  | 'camera'
  | 'restaurant'
  | 'dentist'
  | 'clinic'
  | 'guesthouse';
export type TradeContext = 'mobility' | 'culture' | 'retail' | 'dining' | 'care' | 'stay';
/** A visit falls into the morning, the afternoon or the evening. */
export type DayPart = 0 | 1 | 2;

interface TradeCommon {
  readonly id: TradeId;
  readonly context: TradeContext;
  readonly names: readonly { readonly zh: string; readonly en: string }[];
  /** Pledges per average person and year. */
  readonly perPersonYear: number;
  /** Monday to Sunday, mean 1. */
  readonly weekdays: readonly [number, number, number, number, number, number, number];
  readonly dayParts: readonly [number, number, number];
  readonly graceHours: number;
  readonly answerDays: number;
}

export interface RentalTrade extends TradeCommon {
  readonly kind: 'rental';
  /** Evenings until it is due; 0 is this evening. */
  readonly dueEvenings: number;
  readonly depositMinor: number;
  readonly usageMinorPerHour: number;
  readonly lateMinorPerDay: number;
  readonly lateCapMinor: number;
  readonly lossCapMinor: number;
}

export interface AttendTrade extends TradeCommon {
  readonly kind: 'attend';
  /** Days between booking and appointment, drawn evenly. */
  readonly leadDays: readonly [number, number];
  readonly noShowFeeMinor: number;
  readonly lateCancelHours: number;
}

export type Trade = RentalTrade | AttendTrade;

const WORKDAYS = [1.25, 1.25, 1.25, 1.25, 1.25, 0.5, 0.25] as const;
const WEEKEND = [0.7, 0.7, 0.8, 0.9, 1.2, 1.5, 1.2] as const;
const COMMUTE = [1.15, 1.15, 1.15, 1.15, 1.1, 0.7, 0.6] as const;

export const TRADES: readonly Trade[] = [
  {
    id: 'bicycle',
    kind: 'rental',
    context: 'mobility',
    names: [
      { zh: '顺风单车', en: 'Tailwind Bicycles' },
      { zh: '河岸骑行', en: 'Riverbank Rides' },
    ],
    perPersonYear: 1.6,
    weekdays: COMMUTE,
    dayParts: [0.5, 0.3, 0.2],
    graceHours: 12,
    answerDays: 3,
    dueEvenings: 0,
    depositMinor: 19900,
    usageMinorPerHour: 150,
    lateMinorPerDay: 500,
    lateCapMinor: 3000,
    lossCapMinor: 60000,
  },
  {
    id: 'umbrella',
    kind: 'rental',
    context: 'retail',
    names: [
      { zh: '云伞', en: 'Cloud Umbrellas' },
      { zh: '街角借伞', en: 'Corner Umbrellas' },
    ],
    perPersonYear: 0.5,
    weekdays: COMMUTE,
    dayParts: [0.45, 0.35, 0.2],
    graceHours: 24,
    answerDays: 3,
    dueEvenings: 2,
    depositMinor: 6000,
    usageMinorPerHour: 10,
    lateMinorPerDay: 100,
    lateCapMinor: 2000,
    lossCapMinor: 6000,
  },
  {
    id: 'library',
    kind: 'rental',
    context: 'culture',
    names: [
      { zh: '东门图书馆', en: 'East Gate Library' },
      { zh: '山下书屋', en: 'Foothill Books' },
    ],
    perPersonYear: 0.9,
    weekdays: WEEKEND,
    dayParts: [0.4, 0.5, 0.1],
    graceHours: 168,
    answerDays: 7,
    dueEvenings: 28,
    depositMinor: 0,
    usageMinorPerHour: 0,
    lateMinorPerDay: 0,
    lateCapMinor: 0,
    lossCapMinor: 0,
  },
  {
    id: 'camera',
    kind: 'rental',
    context: 'retail',
    names: [
      { zh: '青禾影像', en: 'Qinghe Camera' },
      { zh: '远山器材', en: 'Far Hills Gear' },
    ],
    perPersonYear: 0.2,
    weekdays: WEEKEND,
    dayParts: [0.5, 0.4, 0.1],
    graceHours: 24,
    answerDays: 4,
    dueEvenings: 3,
    depositMinor: 300000,
    usageMinorPerHour: 500,
    lateMinorPerDay: 12000,
    lateCapMinor: 36000,
    lossCapMinor: 300000,
  },
  {
    id: 'restaurant',
    kind: 'attend',
    context: 'dining',
    names: [
      { zh: '半亩食堂', en: 'Half-Acre Kitchen' },
      { zh: '老码头', en: 'Old Pier' },
    ],
    perPersonYear: 1.1,
    weekdays: WEEKEND,
    dayParts: [0.3, 0.4, 0.3],
    graceHours: 1,
    answerDays: 2,
    leadDays: [1, 7],
    noShowFeeMinor: 5000,
    lateCancelHours: 2,
  },
  {
    id: 'dentist',
    kind: 'attend',
    context: 'care',
    names: [
      { zh: '白鹭口腔', en: 'Egret Dental' },
      { zh: '晨光牙科', en: 'Daylight Dentists' },
    ],
    perPersonYear: 0.35,
    weekdays: WORKDAYS,
    dayParts: [0.5, 0.4, 0.1],
    graceHours: 1,
    answerDays: 3,
    leadDays: [2, 21],
    noShowFeeMinor: 10000,
    lateCancelHours: 24,
  },
  {
    id: 'clinic',
    kind: 'attend',
    context: 'care',
    names: [
      { zh: '安和诊所', en: 'Anhe Clinic' },
      { zh: '康路理疗', en: 'Kanglu Physiotherapy' },
    ],
    perPersonYear: 0.25,
    weekdays: WORKDAYS,
    dayParts: [0.5, 0.4, 0.1],
    graceHours: 1,
    answerDays: 3,
    leadDays: [7, 45],
    noShowFeeMinor: 0,
    lateCancelHours: 24,
  },
  {
    id: 'guesthouse',
    kind: 'attend',
    context: 'stay',
    names: [
      { zh: '松下客栈', en: 'Pine Guesthouse' },
      { zh: '一苇民宿', en: 'One Reed Inn' },
    ],
    perPersonYear: 0.3,
    weekdays: WEEKEND,
    dayParts: [0.3, 0.3, 0.4],
    graceHours: 10,
    answerDays: 3,
    leadDays: [3, 60],
    noShowFeeMinor: 20000,
    lateCancelHours: 24,
  },
];
