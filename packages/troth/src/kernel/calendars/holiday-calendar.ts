/**
 * Which days are working days somewhere, as data. A year is in a calendar only once its days are published; for a year that is
 * not, the weekend is all that is known, and whoever counts says so.
 */

/** Days off in one stretch, first and last day included, as local dates `YYYY-MM-DD` of one year. */
export interface Holiday {
  readonly name: { readonly zh: string; readonly en: string };
  readonly firstOn: string;
  readonly lastOn: string;
}

export interface HolidayYear {
  readonly year: number;
  /** Who published these days, and when: the document, not a copy of it. */
  readonly source: string;
  readonly publishedOn: string;
  readonly holidays: readonly Holiday[];
  /** Days of a weekend that are worked in exchange for a holiday (调休上班). */
  readonly madeUpOn: readonly string[];
}

export interface HolidayCalendar {
  readonly id: 'CN' | 'weekends_only';
  /** ISO days of the week that nobody works: 6 is Saturday, 7 is Sunday. */
  readonly weekend: readonly number[];
  readonly years: readonly HolidayYear[];
}

/** For places whose holidays are not in the rulebook: Saturdays and Sundays, and nothing else. */
export const WEEKENDS_ONLY: HolidayCalendar = { id: 'weekends_only', weekend: [6, 7], years: [] };

/** The published days of a year, or null when the calendar does not have that year. */
export function findHolidayYear(calendar: HolidayCalendar, year: number): HolidayYear | null {
  return calendar.years.find((known) => known.year === year) ?? null;
}

/**
 * Whether people work on a local date (`YYYY-MM-DD`, day of the week 1 to 7). A made-up day is worked although it is a weekend; a
 * holiday is not worked although it is a weekday.
 */
export function isWorkingDay(calendar: HolidayCalendar, localDate: string, dayOfWeek: number): boolean {
  const known = findHolidayYear(calendar, Number(localDate.slice(0, 4)));
  if (known?.madeUpOn.includes(localDate)) return true;
  if (calendar.weekend.includes(dayOfWeek)) return false;
  // Dates of one form sort as texts.
  return !(known?.holidays ?? []).some(({ firstOn, lastOn }) => firstOn <= localDate && localDate <= lastOn);
}
