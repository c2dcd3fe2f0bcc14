/** Names and sizes that the processes of a campaign agree on. */

export const WORLD_NAME = 'torture';
export const START_AT = '2026-11-22T04:00:00Z';

export type Plant = 'nothing' | 'answers-before-commit';

export interface CampaignSettings {
  readonly seed: number;
  readonly kills: number;
  readonly plant: Plant;
  readonly shops: number;
  readonly people: number;
  readonly workers: number;
  /** Everything of the run lies in here. */
  readonly directory: string;
}

/** A kill counts as under load with so many requests in flight, and so many of the kills must be. */
export const IN_FLIGHT_MIN = 20;
export const UNDER_LOAD_SHARE_MIN = 0.9;
