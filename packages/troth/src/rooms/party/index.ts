/** Who: persons and merchants, their keys, what they may have open. */
export { normalContact } from './contact.ts';
export {
  changeExposure,
  ownWordOf,
  type Exposure,
  type ExposureByCurrency,
  type Party,
  type PartyKind,
  type PartyLife,
  STARTING_LIMITS_MINOR,
  startingExposure,
} from './party.ts';
export {
  exposureFromJson,
  exposureToJson,
  lockParties,
  lockPartiesOfPledges,
  partyFromRow,
  writeParties,
} from './queries.ts';
