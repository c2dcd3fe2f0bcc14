/** The door of the room: how much is granted on trust, and why. */
export {
  decideAdmission,
  forMerchant,
  type AdmissionDecision,
  type AdmissionInput,
  type AdmissionOutcome,
  type AdmissionTerms,
  type Change,
  type MerchantAnswer,
  type ReasonCode,
  type WouldChange,
} from './admission.ts';
export { applyChange, explainAdmission, type ExplainInput } from './explain.ts';
export {
  compilePolicy,
  expectedLossMinor,
  type CompiledPolicy,
  type PolicyFault,
  type PolicyRefused,
} from './policy.ts';
export { reasonsFromJson, reasonsToJson } from './reasons-json.ts';
export { renderReasons, type ReasonNode, type ReasonTree } from './reasons.ts';
export { POLICY_REFUSALS, type PolicyRefusal } from './refusals.ts';
export { FORBIDDEN_IDEAS, POLICY_FUNCTIONS, POLICY_VARIABLES, type PolicyVariable } from './variables.ts';
