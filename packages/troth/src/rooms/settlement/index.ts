/** Settle (结算): charges, from raised to collected or forgiven. */
export { type Charge, type ChargeState, routeOfCharge } from './charge.ts';
export { chargeFromRow, findChargesOfPledges, insertCharges, settleCharges } from './queries.ts';
