/** The calendars of the rulebook by their names, so that terms written as data can name the one they count by. */
import { CHINA } from './china.ts';
import { type HolidayCalendar, WEEKENDS_ONLY } from './holiday-calendar.ts';

export const HOLIDAY_CALENDARS: Readonly<Record<HolidayCalendar['id'], HolidayCalendar>> = {
  CN: CHINA,
  weekends_only: WEEKENDS_ONLY,
};

/** The calendar of that name, or null when there is none. */
export function findHolidayCalendar(id: string): HolidayCalendar | null {
  return Object.hasOwn(HOLIDAY_CALENDARS, id) ? HOLIDAY_CALENDARS[id as HolidayCalendar['id']] : null;
}
