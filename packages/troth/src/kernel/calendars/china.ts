/**
 * Public holidays of mainland China and the weekend days worked in exchange, year by year as the State Council's General Office
 * publishes them each November. A new year is a new entry; a published entry is never edited.
 */
import type { HolidayCalendar } from './holiday-calendar.ts';

const NEW_YEAR = { zh: '元旦', en: 'New Year' };
const SPRING_FESTIVAL = { zh: '春节', en: 'Spring Festival' };
const QINGMING = { zh: '清明节', en: 'Qingming' };
const LABOUR_DAY = { zh: '劳动节', en: 'Labour Day' };
const DRAGON_BOAT = { zh: '端午节', en: 'Dragon Boat Festival' };
const MID_AUTUMN = { zh: '中秋节', en: 'Mid-Autumn Festival' };
const NATIONAL_DAY = { zh: '国庆节', en: 'National Day' };
const NATIONAL_DAY_AND_MID_AUTUMN = { zh: '国庆节、中秋节', en: 'National Day and Mid-Autumn Festival' };

export const CHINA: HolidayCalendar = {
  id: 'CN',
  weekend: [6, 7],
  years: [
    {
      year: 2025,
      source: '国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号）',
      publishedOn: '2024-11-12',
      holidays: [
        { name: NEW_YEAR, firstOn: '2025-01-01', lastOn: '2025-01-01' },
        { name: SPRING_FESTIVAL, firstOn: '2025-01-28', lastOn: '2025-02-04' },
        { name: QINGMING, firstOn: '2025-04-04', lastOn: '2025-04-06' },
        { name: LABOUR_DAY, firstOn: '2025-05-01', lastOn: '2025-05-05' },
        { name: DRAGON_BOAT, firstOn: '2025-05-31', lastOn: '2025-06-02' },
        { name: NATIONAL_DAY_AND_MID_AUTUMN, firstOn: '2025-10-01', lastOn: '2025-10-08' },
      ],
      madeUpOn: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    },
    {
      year: 2026,
      source: '国务院办公厅关于2026年部分节假日安排的通知',
      publishedOn: '2025-11-04',
      holidays: [
        { name: NEW_YEAR, firstOn: '2026-01-01', lastOn: '2026-01-03' },
        { name: SPRING_FESTIVAL, firstOn: '2026-02-15', lastOn: '2026-02-23' },
        { name: QINGMING, firstOn: '2026-04-04', lastOn: '2026-04-06' },
        { name: LABOUR_DAY, firstOn: '2026-05-01', lastOn: '2026-05-05' },
        { name: DRAGON_BOAT, firstOn: '2026-06-19', lastOn: '2026-06-21' },
        { name: MID_AUTUMN, firstOn: '2026-09-25', lastOn: '2026-09-27' },
        { name: NATIONAL_DAY, firstOn: '2026-10-01', lastOn: '2026-10-07' },
      ],
      madeUpOn: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
    },
  ],
};
