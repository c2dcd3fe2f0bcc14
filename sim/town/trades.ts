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

export interface Texts {
  readonly zh: string;
  readonly en: string;
}

interface TradeCommon {
  readonly id: TradeId;
  readonly context: TradeContext;
  /** Names of the shops; the next one of a trade begins again with a number. */
  readonly names: readonly Texts[];
  readonly title: Texts;
  /** Pledges per average person and year. */
  readonly perPersonYear: number;
  /** Monday to Sunday, mean 1. */
  readonly weekdays: readonly [number, number, number, number, number, number, number];
  readonly dayParts: readonly [number, number, number];
  readonly graceHours: number;
  readonly answerDays: number;
  /** What ordinary terms ask for; 0 when the trade takes no deposit from anybody. */
  readonly depositMinor: number;
  /** The shop waives the whole deposit while the expected loss is at most this share of it, and half of it up to three times the share. */
  readonly bearsShare: number;
  /** Whether people whom the shop knows are entered at its counter; everywhere else they promise by themselves. */
  readonly hasCounter: boolean;
}

export interface RentalTrade extends TradeCommon {
  readonly kind: 'rental';
  readonly item: Texts;
  readonly itemValueMinor: number;
  /** Evenings until it is due; 0 is this evening. */
  readonly dueEvenings: number;
  /** Null where using costs nothing. */
  readonly usage: { readonly perUnitMinor: number; readonly unitMinutes: number; readonly capMinor: number } | null;
  readonly lateDay: { readonly perUnitMinor: number; readonly capMinor: number } | null;
}

export interface AttendTrade extends TradeCommon {
  readonly kind: 'attend';
  /** Days between booking and appointment, drawn evenly. */
  readonly leadDays: readonly [number, number];
  /** Cancelling is free until so many hours before; after that it costs a fifth of the fee for not coming. */
  readonly lateCancelHours: number;
}

export type Trade = RentalTrade | AttendTrade;

const WORKDAYS = [1.25, 1.25, 1.25, 1.25, 1.25, 0.5, 0.25] as const;
const WEEKEND = [0.7, 0.7, 0.8, 0.9, 1.2, 1.5, 1.2] as const;
const COMMUTE = [1.15, 1.15, 1.15, 1.15, 1.1, 0.7, 0.6] as const;
const DESK_HOURS = [0.5, 0.4, 0.1] as const;

const t = (zh: string, en: string): Texts => ({ zh, en });

export const TRADES: readonly Trade[] = [
  {
    id: 'bicycle',
    kind: 'rental',
    context: 'mobility',
    names: [t('顺风单车', 'Tailwind Bicycles'), t('河岸骑行', 'Riverbank Rides')],
    title: t('单车，当晚还', 'A bicycle until this evening'),
    perPersonYear: 1.6,
    weekdays: COMMUTE,
    dayParts: [0.6, 0.4, 0],
    graceHours: 12,
    answerDays: 3,
    depositMinor: 19900,
    bearsShare: 0.03,
    hasCounter: false,
    item: t('单车', 'the bicycle'),
    itemValueMinor: 80000,
    dueEvenings: 0,
    usage: { perUnitMinor: 150, unitMinutes: 30, capMinor: 2000 },
    lateDay: { perUnitMinor: 500, capMinor: 3000 },
  },
  {
    id: 'umbrella',
    kind: 'rental',
    context: 'retail',
    names: [t('云伞', 'Cloud Umbrellas'), t('街角借伞', 'Corner Umbrellas')],
    title: t('一把伞，用两天', 'An umbrella for two days'),
    perPersonYear: 0.5,
    weekdays: COMMUTE,
    dayParts: [0.45, 0.35, 0.2],
    graceHours: 24,
    answerDays: 3,
    depositMinor: 6000,
    bearsShare: 0.03,
    hasCounter: false,
    item: t('雨伞', 'the umbrella'),
    itemValueMinor: 6000,
    dueEvenings: 2,
    usage: { perUnitMinor: 200, unitMinutes: 1440, capMinor: 2000 },
    lateDay: { perUnitMinor: 100, capMinor: 2000 },
  },
  {
    id: 'library',
    kind: 'rental',
    context: 'culture',
    names: [t('东门书屋', 'East Gate Books'), t('山下书屋', 'Foothill Books')],
    title: t('借一本书，四周', 'Borrow a book for four weeks'),
    perPersonYear: 0.9,
    weekdays: WEEKEND,
    dayParts: [0.4, 0.5, 0.1],
    graceHours: 72,
    answerDays: 7,
    depositMinor: 0,
    bearsShare: 0,
    hasCounter: true,
    item: t('这本书', 'the book'),
    itemValueMinor: 4000,
    dueEvenings: 28,
    usage: null,
    lateDay: null,
  },
  {
    id: 'camera',
    kind: 'rental',
    context: 'retail',
    names: [t('青禾影像', 'Qinghe Camera'), t('远山器材', 'Far Hills Gear')],
    title: t('相机，三天', 'A camera for three days'),
    perPersonYear: 0.2,
    weekdays: WEEKEND,
    dayParts: DESK_HOURS,
    graceHours: 24,
    answerDays: 4,
    depositMinor: 300000,
    bearsShare: 0.03,
    hasCounter: true,
    item: t('相机', 'the camera'),
    itemValueMinor: 1200000,
    dueEvenings: 3,
    usage: { perUnitMinor: 12000, unitMinutes: 1440, capMinor: 84000 },
    lateDay: { perUnitMinor: 12000, capMinor: 36000 },
  },
  {
    id: 'restaurant',
    kind: 'attend',
    context: 'dining',
    names: [t('半亩食堂', 'Half-Acre Kitchen'), t('老码头', 'Old Pier')],
    title: t('留一张桌', 'Keep a table'),
    perPersonYear: 1.1,
    weekdays: WEEKEND,
    dayParts: [0.3, 0.4, 0.3],
    graceHours: 1,
    answerDays: 2,
    depositMinor: 5000,
    bearsShare: 0.07,
    hasCounter: false,
    leadDays: [1, 7],
    lateCancelHours: 2,
  },
  {
    id: 'dentist',
    kind: 'attend',
    context: 'care',
    names: [t('白鹭口腔', 'Egret Dental'), t('晨光牙科', 'Daylight Dentists')],
    title: t('洗牙预约', 'A dental appointment'),
    perPersonYear: 0.35,
    weekdays: WORKDAYS,
    dayParts: DESK_HOURS,
    graceHours: 1,
    answerDays: 3,
    depositMinor: 10000,
    bearsShare: 0.3,
    hasCounter: false,
    leadDays: [2, 21],
    lateCancelHours: 24,
  },
  {
    id: 'clinic',
    kind: 'attend',
    context: 'care',
    names: [t('安和理疗', 'Anhe Physiotherapy'), t('康路理疗', 'Kanglu Physiotherapy')],
    title: t('理疗预约', 'A physiotherapy appointment'),
    perPersonYear: 0.25,
    weekdays: WORKDAYS,
    dayParts: DESK_HOURS,
    graceHours: 1,
    answerDays: 3,
    depositMinor: 0,
    bearsShare: 0,
    hasCounter: false,
    leadDays: [7, 45],
    lateCancelHours: 24,
  },
  {
    id: 'guesthouse',
    kind: 'attend',
    context: 'stay',
    names: [t('松下客栈', 'Pine Guesthouse'), t('一苇民宿', 'One Reed Inn')],
    title: t('留一间房', 'Keep a room'),
    perPersonYear: 0.3,
    weekdays: WEEKEND,
    dayParts: [0.3, 0.3, 0.4],
    graceHours: 10,
    answerDays: 3,
    depositMinor: 20000,
    bearsShare: 0.02,
    hasCounter: false,
    leadDays: [3, 60],
    lateCancelHours: 24,
  },
];
