/** Settle (结算): charges, from raised to collected or forgiven. */
export { type Charge, type ChargeState, routeOfCharge, unpaidMinorOf } from './charge.ts';
export { chargeFromRow, changeCharges, findChargesOfPledges, insertCharges } from './queries.ts';
