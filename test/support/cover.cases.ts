import { calendarDate, type CalendarDate } from '../../src/kernel/calendar-date.js';
import type {
  CoverAgency,
  CoverAgreement,
  CoverEmployer,
} from '../../src/features/agreements/cover/cover.agreement.rules.js';
import {
  coverOf,
  type CoverFacts,
  type CoverPurpose,
  type CoverVetting,
} from '../../src/features/agreements/cover/cover.rules.js';
import type { Marking } from '../../src/kernel/marking.js';
import { agreementDates } from './agreement.dates.js';

/** The facts that tests of the check begin from: everything in order on 10 June 2026. */

export const day = (text: string): CalendarDate => calendarDate(text);
export const on = day('2026-06-10');

export const agency: CoverAgency = { id: 'agency', name: 'Lead Agency', endedOn: null, successorName: null };

export const employer: CoverEmployer = {
  organisationId: 'university',
  name: 'Old University',
  from: day('2020-09-01'),
  to: null,
  bodyEndedOn: null,
  successorName: null,
};

export const party = (organisationId: string, successorId: string | null = null) => ({
  organisationId,
  name: `Party ${organisationId}`,
  successorId,
});

/** An NDA in force that names the person, between the agency and the employer. */
export const agreement = (given: Partial<CoverAgreement> = {}): CoverAgreement => ({
  id: 'nda',
  reference: 'AGR-2026-0001',
  type: 'nda',
  ...agreementDates({ effectiveOn: day('2026-01-01') }),
  survivalMonths: null,
  namesPerson: true,
  parties: [party('agency'), party('university')],
  agencyIs: 'party',
  adheredOn: null,
  ...given,
});

export const dataSharing = (given: Partial<CoverAgreement> = {}): CoverAgreement =>
  agreement({ id: 'dsa', reference: 'AGR-2026-0002', type: 'data_sharing', ...given });

export const vetting = (given: Partial<CoverVetting> = {}): CoverVetting => ({
  level: 'Security check (SC)',
  isClearance: true,
  status: 'granted',
  grantedOn: day('2024-03-01'),
  expiresOn: day('2027-03-01'),
  ...given,
});

export const clear: NonNullable<CoverFacts['handling']> = {
  restrictedOn: null,
  objectedOn: null,
  doNotContact: false,
  privacyNoticeSentOn: day('2026-01-05'),
};

/** With everything that any purpose asks for. */
export const facts = (given: Partial<CoverFacts> = {}): CoverFacts => ({
  handling: clear,
  agency,
  employers: [employer],
  agreements: [agreement(), dataSharing()],
  vettings: [vetting()],
  vettedElsewhere: false,
  declaredUntil: day('2026-12-31'),
  ...given,
});

export const agencyEnded = (on: string): CoverAgency => ({ ...agency, endedOn: day(on) });

export const sensitive = 'OFFICIAL-SENSITIVE';

/** The codes of everything that stands in the way, in the order in which it is told. */
export const against = (
  given: CoverFacts,
  purpose: CoverPurpose,
  marking: Marking = 'OFFICIAL',
  of: CalendarDate = on,
) => {
  const { covered, needs } = coverOf(given, purpose, marking, of);
  const missing = needs.filter(({ met }) => !met);
  expect(covered).toBe(missing.length === 0);
  return missing.flatMap(({ reasons }) => reasons.map(({ code }) => code));
};

/** Personal data marked OFFICIAL-SENSITIVE asks for the most. */
export const most = (given: Partial<CoverFacts>, of: CalendarDate = on) =>
  against(facts(given), 'personal_data', sensitive, of);
export const onlyNda = (given: Parameters<typeof agreement>[0]) => [agreement(given), dataSharing()];
