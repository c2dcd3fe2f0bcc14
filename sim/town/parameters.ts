/**
 * Every number the town is made of. A row without a published source says so; a row with a fit target is checked against what
 * the town actually did by `fitReport`. Mixes are written keepers / strugglers / cheats.
 */

import type { Conduct, FitTarget, MeasureId, Mix, Parameter } from './parameter.ts';

const fit = (measure: MeasureId, target: number, tolerance: number): FitTarget => ({ measure, target, tolerance });

const NO_SOURCE = 'assumption: no published rate found';
const MIX_SOURCE = 'own arithmetic: the one mix that meets the pay-later and the restaurant rate at once';
const BURGIN =
  'library overdue survival, US survey means 1983 (Burgin & Hansel): 13.95 % at due date, 3.00 % at 8 weeks, 1.15 % at 1 year';
const OPENTABLE = 'restaurant no-show 4.4 % of online bookings (OpenTable, UK 2018, trade press)';
const CFPB = 'pay-in-four, US 2023 (CFPB, through law-firm notes)';
const STAND_IN = 'stands in for hired things, whose deposit-free loss rate nobody publishes';

export const PARAMETERS = {
  keeperShare: {
    id: 'population.keepers',
    value: 0.88,
    unit: 'share',
    source: MIX_SOURCE,
    fit: fit('share_keepers', 0.88, 0.01),
  },
  strugglerShare: {
    id: 'population.strugglers',
    value: 0.1,
    unit: 'share',
    source: MIX_SOURCE,
    fit: fit('share_strugglers', 0.1, 0.01),
  },
  cheatShare: {
    id: 'population.cheats',
    value: 0.02,
    unit: 'share',
    source: MIX_SOURCE,
    fit: fit('share_cheats', 0.02, 0.005),
  },
  ringShare: {
    id: 'cheats.in_rings',
    value: 0.5,
    unit: 'share of cheats',
    source: `${NO_SOURCE} (shape of the planted rings of AMLSim)`,
    fit: fit('share_cheats_in_rings', 0.5, 0.1),
  },
  ringSize: {
    id: 'cheats.ring_size',
    value: [5, 12],
    unit: 'people, from–to',
    source: `${NO_SOURCE} (shape of the planted rings of AMLSim)`,
    fit: null,
  },

  demand: {
    id: 'demand.visits',
    value: 5.2,
    unit: 'per person-year',
    source: `${NO_SOURCE}; sets the size of the run`,
    fit: fit('visits_per_person_year', 5.2, 0.4),
  },
  demandShape: {
    id: 'demand.spread',
    value: 1.5,
    unit: 'gamma shape over people',
    source: `${NO_SOURCE}; few people do most of the renting`,
    fit: null,
  },

  tableNoShow: {
    id: 'table.no_show',
    value: [0.02, 0.2, 0.35],
    unit: 'per booking',
    source: OPENTABLE,
    fit: fit('table_no_show', 0.044, 0.008),
  },
  tableTenBookings: {
    id: 'table.missed_one_in_ten',
    value: 10,
    unit: 'bookings a year',
    source:
      '28 % missed a booking within a year (OpenTable, US), at ten bookings a year; worked out from the rates observed',
    fit: fit('table_missed_in_ten', 0.28, 0.04),
  },
  visitNoShow: {
    id: 'visit.no_show',
    value: [0.095, 0.38, 0.45],
    unit: 'per appointment',
    source: 'primary care, south of Brazil: 13.0 % (PLOS ONE 2019)',
    fit: fit('visit_no_show', 0.13, 0.02),
  },
  clinicNoShow: {
    id: 'clinic.no_show',
    value: [0.19, 0.52, 0.55],
    unit: 'per appointment',
    source: 'outpatient appointments, mean of 105 studies: 23 % (Dantas 2018)',
    fit: fit('clinic_no_show', 0.23, 0.03),
  },
  roomCancelled: {
    id: 'room.cancelled',
    value: 0.361,
    unit: 'per booking',
    source: 'hotel booking demand, two Portuguese hotels 2015–17 (Antonio et al. 2019): 36.1 % cancelled',
    fit: fit('room_cancelled', 0.361, 0.03),
  },
  roomNoShow: {
    id: 'room.no_show',
    value: [0.004, 0.04, 0.12],
    unit: 'per booking',
    source: 'the same two hotels: 1.0 % of bookings',
    fit: fit('room_no_show', 0.01, 0.005),
  },

  loanLate: {
    id: 'loan.overdue_at_due',
    value: [0.115, 0.3, 0.4],
    unit: 'per loan',
    source: BURGIN,
    fit: fit('loan_overdue_at_due', 0.1395, 0.015),
  },
  loanLateShape: {
    id: 'loan.overdue_shape',
    value: 0.26,
    unit: 'Weibull shape',
    source: BURGIN,
    fit: fit('loan_overdue_8_weeks', 0.03, 0.008),
  },
  loanLateScale: {
    id: 'loan.overdue_scale',
    value: 10.6,
    unit: 'Weibull scale, days',
    source: BURGIN,
    fit: fit('loan_overdue_1_year', 0.0115, 0.006),
  },

  hireLate: {
    id: 'hire.late',
    value: [0.015, 0.22, 0.3],
    unit: 'per hire',
    source: `${CFPB}: late fee on 4.1 % of loans; ${STAND_IN}`,
    fit: fit('hire_late', 0.041, 0.01),
  },
  hireLost: {
    id: 'hire.lost',
    value: [0.002, 0.08, 0.45],
    unit: 'per hire',
    source: `${CFPB}: 1.83 % charged off; ${STAND_IN}`,
    fit: fit('hire_lost', 0.0183, 0.007),
  },
  hireLateDays: { id: 'hire.late_by', value: 1.5, unit: 'days, mean of an exponential', source: NO_SOURCE, fit: null },
  bikeLost: {
    id: 'bike.lost',
    value: [0.00001, 0.0001, 0.00506],
    unit: 'per ride',
    source: '1.2 in 10,000 rides: 10 % of a fleet a year (Cerema) over 2.2 rides a bike and day (Songguo 2023–25)',
    fit: fit('bike_lost', 0.00012, 0.0002),
  },
  bikeLate: { id: 'bike.late', value: [0.01, 0.08, 0.15], unit: 'per ride', source: NO_SOURCE, fit: null },

  cancelInTime: {
    id: 'appointment.cancelled',
    value: [0.06, 0.08, 0.02],
    unit: 'per table or appointment',
    source: NO_SOURCE,
    fit: null,
  },
  walkAway: {
    id: 'ordinary.walks_away',
    value: 0.35,
    unit: 'per answer "ordinary terms"',
    source: NO_SOURCE,
    fit: null,
  },
  walkAwayPartial: { id: 'partial.walks_away', value: 0.1, unit: 'per answer "in part"', source: NO_SOURCE, fit: null },
  answersNotice: { id: 'notice.answered', value: [0.7, 0.4, 0.05], unit: 'per notice', source: NO_SOURCE, fit: null },
  saysWhenBack: {
    id: 'notice.says_when_back',
    value: [0.8, 0.6, 0.3],
    unit: 'per answer to a notice about a thing',
    source: NO_SOURCE,
    fit: null,
  },
  paysAtOnce: {
    id: 'charge.paid_at_once',
    value: [0.98, 0.75, 0.4],
    unit: 'per pledge with a charge',
    source: NO_SOURCE,
    fit: null,
  },
  paysLater: {
    id: 'charge.paid_two_weeks_later',
    value: [0.015, 0.2, 0.1],
    unit: 'per pledge with a charge',
    source: NO_SOURCE,
    fit: null,
  },
} as const satisfies Record<string, Parameter>;

/** The probability of a mix for one conduct. */
export function rateOf(mix: Mix, conduct: Conduct): number {
  return conduct === 'keeper' ? mix[0] : conduct === 'struggler' ? mix[1] : mix[2];
}

/** What a mix comes to over the whole town. */
export function blendOf(mix: Mix): number {
  return (
    mix[0] * PARAMETERS.keeperShare.value +
    mix[1] * PARAMETERS.strugglerShare.value +
    mix[2] * PARAMETERS.cheatShare.value
  );
}

/** All rows, in the order in which they are printed. */
export function listParameters(): readonly Parameter[] {
  return Object.values(PARAMETERS);
}
