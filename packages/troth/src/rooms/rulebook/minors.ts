/** Nobody under 18 is taken in. An age is read for this one question and then forgotten. */
import { ok, type Success } from '../../kernel/index.ts';
import { refuseCiting, type AgeRefusalReason, type CitedRefusal } from './refusals.ts';

export const ADULT_AGE_YEARS = 18;
/** The oldest age ever verified is 122; beyond a little more the row is wrong. */
const AGE_YEARS_MAX = 125;

export function checkAgeYears(ageYears: number): Success<'adult'> | CitedRefusal<AgeRefusalReason> {
  if (!Number.isInteger(ageYears) || ageYears < 0 || ageYears > AGE_YEARS_MAX) {
    return refuseCiting('age_is_impossible', 'minors_refused', { pointers: ['/age'] });
  }
  if (ageYears < ADULT_AGE_YEARS) return refuseCiting('party_is_a_minor', 'minors_refused', { pointers: ['/age'] });
  return ok('adult');
}
