/**
 * What trust may be used for. The list is closed: what is not on it is refused, and some purposes are on a second list because
 * people keep asking for them, each with the norm that says no.
 */
import { ok, type Success } from '../../kernel/index.ts';
import { getNorm, type BothLanguages, type NormId } from './norms.ts';
import { refuseCiting, type CitedRefusal, type PurposeRefusalReason } from './refusals.ts';

const PURPOSES = {
  deposit_waiver: { zh: '租借时免押金', en: 'Rent without a deposit' },
  pay_later: { zh: '先用后付', en: 'Use first, pay afterwards' },
  trial: { zh: '先试后买', en: 'Try first, buy afterwards' },
  membership: { zh: '先享会员价，按约定到店', en: 'Member prices first, against promised visits' },
  appointment: { zh: '预约，按时到', en: 'Make an appointment and be there' },
  booking: { zh: '订位、订房，不付订金', en: 'Book a table or a room without prepaying' },
  borrow: { zh: '借书、借物，不收钱', en: 'Borrow books and things for no money' },
  purchase: { zh: '买东西，分步交钱交货', en: 'Buy, paying and delivering step by step' },
  volunteering: { zh: '答应做志愿', en: 'Promise volunteer hours' },
} as const satisfies Record<string, BothLanguages>;

export type Purpose = keyof typeof PURPOSES;

export const PURPOSE_TEXTS: Readonly<Record<Purpose, BothLanguages>> = PURPOSES;

export function isPurpose(text: string): text is Purpose {
  return Object.hasOwn(PURPOSES, text);
}

interface RefusedPurpose {
  readonly reason: Exclude<PurposeRefusalReason, 'purpose_unknown'>;
  readonly norm: NormId;
}

const publicResource: RefusedPurpose = { reason: 'purpose_is_a_public_resource', norm: 'no_public_resources' };
const publicDuty: RefusedPurpose = { reason: 'purpose_is_a_public_duty', norm: 'no_public_duties' };
const livelihood: RefusedPurpose = { reason: 'purpose_decides_a_livelihood', norm: 'livelihood_stays_out' };
const socialScoring: RefusedPurpose = { reason: 'purpose_is_social_scoring', norm: 'no_social_scoring' };
const lending: RefusedPurpose = { reason: 'purpose_is_lending', norm: 'no_lending' };

/** Purposes that are asked for and refused. Keys are names as a merchant or operator would send them. */
export const REFUSED_PURPOSES: Readonly<Record<string, RefusedPurpose>> = {
  clinic_queue: publicResource,
  hospital_registration: publicResource,
  emergency_care: publicResource,
  airport_lane: publicResource,
  station_lounge: publicResource,
  train_ticket_sale: publicResource,
  public_transport_access: publicResource,
  school_admission: publicResource,
  kindergarten_admission: publicResource,
  public_service: publicResource,
  government_service: publicResource,
  welfare_benefit: publicResource,
  visa: publicResource,
  waste_sorting: publicDuty,
  fines: publicDuty,
  traffic_offence: publicDuty,
  queueing: publicDuty,
  jaywalking: publicDuty,
  tax_duty: publicDuty,
  hiring: livelihood,
  dismissal: livelihood,
  housing_allocation: livelihood,
  residential_tenancy: livelihood,
  promotion_at_work: livelihood,
  social_credit: socialScoring,
  citizen_score: socialScoring,
  dating: socialScoring,
  insurance_pricing: socialScoring,
  marketing: socialScoring,
  lending: lending,
  loan_approval: lending,
  cash_advance: lending,
  p2p_lending: lending,
};

/** The purpose, or the norm that says no. */
export function checkPurpose(purpose: string): Success<Purpose> | CitedRefusal<PurposeRefusalReason> {
  if (isPurpose(purpose)) return ok(purpose);
  const written = purpose
    .slice(0, 200)
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const refused = Object.hasOwn(REFUSED_PURPOSES, written) ? REFUSED_PURPOSES[written] : undefined;
  if (refused !== undefined) {
    return refuseCiting(refused.reason, refused.norm, {
      pointers: ['/purpose'],
      detail: getNorm(refused.norm).text.en,
    });
  }
  return refuseCiting('purpose_unknown', 'purpose_bound_consent', {
    pointers: ['/purpose'],
    detail: `Known purposes: ${Object.keys(PURPOSES).join(', ')}.`,
  });
}
