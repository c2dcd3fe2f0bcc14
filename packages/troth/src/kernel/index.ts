/** The floor of the house: it imports nothing of ours, and everything may import it. */
export * from './assert.ts';
export * from './calendars/china.ts';
export * from './calendars/holiday-calendar.ts';
export * from './calendars/known-calendars.ts';
export * from './calendars/working-days.ts';
export * from './canonical.ts';
export * from './clock.ts';
export * from './ids.ts';
export * from './money.ts';
export * from './outcome.ts';
