import { formatDate, isAfter, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import { statusOf, type AgreementDates, type AgreementType } from '../agreement.status.rules.js';

/** A body where the person works, as far as the reader may know of it. */
export interface CoverEmployer {
  readonly organisationId: string;
  readonly name: string;
  /** The first and the last day of the post, where they are known. */
  readonly from: CalendarDate | null;
  readonly to: CalendarDate | null;
  /** The last day of the body itself, when it has one, and the body that continues it. */
  readonly bodyEndedOn: CalendarDate | null;
  readonly successorName: string | null;
}

/** The agency that would share something. */
export interface CoverAgency {
  readonly id: string;
  readonly name: string;
  readonly endedOn: CalendarDate | null;
  readonly successorName: string | null;
}

/** An agreement that the reader may read, as it stands to the person and to the agency that would share. */
export interface CoverAgreement extends AgreementDates {
  readonly id: string;
  readonly reference: string;
  readonly type: AgreementType;
  /** How long confidentiality outlives the end; null where the agreement has none that is recorded. */
  readonly survivalMonths: number | null;
  /** The person is among those whom it covers. */
  readonly namesPerson: boolean;
  readonly parties: readonly {
    readonly organisationId: string;
    readonly name: string;
    readonly successorId: string | null;
  }[];
  /** How the agency stands to it: bound as a party (itself or by a unit), named as one that may adhere, or neither. */
  readonly agencyIs: 'party' | 'beneficiary' | 'stranger';
  readonly adheredOn: CalendarDate | null;
}

/** What an agreement can give. */
export type AgreementGift = 'confidentiality' | 'data_sharing';

export type AgreementFaultCode =
  | 'no_confidentiality'
  | 'no_data_sharing'
  | 'not_signed'
  | 'withdrawn'
  | 'not_begun'
  | 'over'
  | 'person_not_named'
  | 'employer_not_party'
  | 'employer_succeeded_party'
  | 'agency_not_bound'
  | 'agency_not_adhered'
  | 'agency_adheres_later';

export interface AgreementFault {
  readonly code: AgreementFaultCode;
  readonly text: string;
}

/** Agreements under which personal data may be shared. */
const dataSharingTypes: readonly AgreementType[] = ['data_sharing', 'data_processing'];

/**
 * Whether an agreement gives it by its kind. Confidentiality is an NDA's purpose; another agreement has it when it says how long
 * confidentiality outlives the end.
 */
export function gives({ type, survivalMonths }: CoverAgreement, gift: AgreementGift): boolean {
  if (gift === 'data_sharing') return dataSharingTypes.includes(type);
  return type === 'nda' || survivalMonths !== null;
}

/** The posts that the person holds on the day, with bodies that are still there. */
export function employersOn(employers: readonly CoverEmployer[], on: CalendarDate): CoverEmployer[] {
  return postsOn(employers, on).filter(({ bodyEndedOn }) => bodyEndedOn === null || !isAfter(on, bodyEndedOn));
}

/** The same, with those of bodies that have ended: the record is out of date. */
export function postsOn(employers: readonly CoverEmployer[], on: CalendarDate): CoverEmployer[] {
  return employers.filter(
    ({ from, to }) => (from === null || !isAfter(from, on)) && (to === null || !isBefore(to, on)),
  );
}

/** Everything that keeps this agreement from giving it to this person on that day; empty when it does. */
export function faultsOf(
  agreement: CoverAgreement,
  gift: AgreementGift,
  { agency, employers, on }: { agency: CoverAgency; employers: readonly CoverEmployer[]; on: CalendarDate },
): AgreementFault[] {
  return [
    giftFault(agreement, gift),
    timeFault(agreement, on),
    agreement.namesPerson
      ? null
      : fault('person_not_named', 'It does not name this person among those it covers. Add them by an amendment.'),
    employerFault(agreement, employersOn(employers, on)),
    agencyFault(agreement, agency, on),
  ].filter((one) => one !== null);
}

function fault(code: AgreementFaultCode, text: string): AgreementFault {
  return { code, text };
}

function giftFault(agreement: CoverAgreement, gift: AgreementGift): AgreementFault | null {
  if (gives(agreement, gift)) return null;
  return gift === 'confidentiality'
    ? fault(
        'no_confidentiality',
        'It has no confidentiality: it is no NDA and does not say how long confidentiality lasts.',
      )
    : fault('no_data_sharing', 'It is no agreement on sharing or processing personal data.');
}

function timeFault(agreement: CoverAgreement, on: CalendarDate): AgreementFault | null {
  const { effectiveOn, endOn, terminatedOn, supersededOn } = agreement;
  const survives =
    agreement.type === 'nda' || agreement.survivalMonths !== null
      ? ' Confidentiality may still protect what was shared until then; it does not allow sharing more.'
      : '';
  switch (statusOf(agreement, on)) {
    case 'draft':
    case 'in_approval':
    case 'awaiting_signature':
      return fault('not_signed', 'Not every party has signed it.');
    case 'withdrawn':
      return fault('withdrawn', 'It was withdrawn and never came into force.');
    case 'signed':
      return fault('not_begun', `It takes effect on ${formatDate(effectiveOn!)}.`);
    case 'terminated':
      return fault('over', `It was terminated from ${formatDate(terminatedOn!)} on.${survives}`);
    case 'superseded':
      return fault('over', `It was superseded from ${formatDate(supersededOn!)} on.${survives}`);
    case 'expired':
      return fault('over', `Its last day in force is ${formatDate(endOn!)}.${survives}`);
    default:
      return null;
  }
}

function employerFault({ parties }: CoverAgreement, current: readonly CoverEmployer[]): AgreementFault | null {
  const works = new Set(current.map(({ organisationId }) => organisationId));
  if (parties.some(({ organisationId }) => works.has(organisationId))) return null;
  const former = parties.find(({ successorId }) => successorId !== null && works.has(successorId));
  if (former)
    return fault(
      'employer_succeeded_party',
      `It binds ${former.name}, which the present employer continues. Have the agreement name the employer as it is now.`,
    );
  return fault('employer_not_party', 'No body where this person works on that day is a party to it.');
}

function agencyFault(
  { agencyIs, adheredOn }: CoverAgreement,
  agency: CoverAgency,
  on: CalendarDate,
): AgreementFault | null {
  if (agencyIs === 'party') return null;
  if (agencyIs === 'stranger')
    return fault('agency_not_bound', `${agency.name} is neither a party nor an agency that may adhere.`);
  if (adheredOn === null) return fault('agency_not_adhered', `${agency.name} may adhere to it and has not.`);
  return isAfter(adheredOn, on)
    ? fault('agency_adheres_later', `${agency.name} adheres to it from ${formatDate(adheredOn)} on.`)
    : null;
}
