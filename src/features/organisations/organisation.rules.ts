import type { Role } from '../../kernel/actor.js';
import { isBefore, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import type { Audience } from '../../kernel/marking.js';

/** Bodies that researchers work for. */
export const outsideKinds = ['university', 'think_tank', 'research_institute', 'ngo', 'industry'] as const;
/** Agencies: each keeps records of its own. */
export const agencyKinds = [
  'national_agency',
  'territorial_force',
  'special_force',
  'rocu',
  'department',
  'regulator',
  'prosecutor',
  'international',
] as const;
/** A `unit` is part of an agency: its people are the agency's, and so are its records. */
export const organisationKinds = [...outsideKinds, ...agencyKinds, 'unit'] as const;

export type AgencyKind = (typeof agencyKinds)[number];
export type OrganisationKind = (typeof organisationKinds)[number];

export const jurisdictions = ['uk', 'england_wales', 'scotland', 'northern_ireland', 'overseas'] as const;
export type Jurisdiction = (typeof jurisdictions)[number];

export const rorStatuses = ['active', 'inactive', 'withdrawn'] as const;
export type RorStatus = (typeof rorStatuses)[number];

export function isAgency(kind: OrganisationKind): kind is AgencyKind {
  return (agencyKinds as readonly string[]).includes(kind);
}

/**
 * The kinds that a role may add and change. What an agency is decides who reads what is shared with it, so agencies and their
 * units are for administrators.
 */
export function kindsWrittenBy(role: Role): readonly OrganisationKind[] {
  if (role === 'admin') return organisationKinds;
  return role === 'liaison' || role === 'partner' ? outsideKinds : [];
}

/** What an organisation says of itself, as far as one thing depends on another. */
export interface OrganisationTerms {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly parentId: string | null;
  readonly audience: Audience | null;
  readonly rorId: string | null;
  readonly rorStatus: RorStatus | null;
  readonly validFrom: CalendarDate | null;
  readonly validTo: CalendarDate | null;
  readonly predecessorId: string | null;
  readonly successorId: string | null;
  readonly signsThroughId: string | null;
  readonly jointControllerFrom: CalendarDate | null;
  readonly leadUserId: string | null;
  readonly deputyUserId: string | null;
}

/** What is wrong between the terms, field by field; empty when nothing is. */
export function problemsOfOrganisation(terms: OrganisationTerms): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (field: keyof OrganisationTerms, detail: string): void =>
    void problems.push({ pointer: `/${field}`, detail });
  if (terms.kind === 'unit' && terms.parentId === null)
    add('parentId', 'A unit is part of an agency. Choose the agency, or the unit, that it belongs to.');
  for (const field of ['parentId', 'predecessorId', 'successorId', 'signsThroughId'] as const)
    if (terms[field] === terms.id) add(field, 'An organisation cannot stand here for itself. Choose another.');
  if (terms.validFrom !== null && terms.validTo !== null && isBefore(terms.validTo, terms.validFrom))
    add('validTo', 'The last day must be on or after the first.');
  if (terms.rorStatus !== null && terms.rorId === null)
    add('rorStatus', 'This is the status of a ROR id. Enter the id as well, or clear the status.');
  if (!isAgency(terms.kind)) problems.push(...problemsOfAgencyTerms(terms));
  if (terms.leadUserId !== null && terms.leadUserId === terms.deputyUserId)
    add('deputyUserId', 'The deputy must be somebody other than the lead.');
  return problems;
}

const agencyOnly = {
  jointControllerFrom: 'Only an agency has a joint-controller arrangement. Clear this date.',
  leadUserId: 'Only an agency has a lead liaison. Clear this field.',
  deputyUserId: 'Only an agency has a deputy lead. Clear this field.',
} as const;

function problemsOfAgencyTerms(terms: OrganisationTerms): FieldProblem[] {
  const problems: FieldProblem[] = Object.entries(agencyOnly)
    .filter(([field]) => terms[field as keyof typeof agencyOnly] !== null)
    .map(([field, detail]) => ({ pointer: `/${field}`, detail }));
  // The register gives units the audience of their agency; it decides nothing there.
  if (terms.kind !== 'unit' && terms.audience !== null)
    problems.push({ pointer: '/audience', detail: 'Only an agency has an audience. Clear this field.' });
  return problems;
}

/** A name of the domain name system (RFC 1035) with a top level of letters: what stands after the @ of an address. */
export function isEmailDomain(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > 253) return false;
  const labels = text.split('.');
  return (
    labels.length >= 2 &&
    labels.every((label) => label.length <= 63 && /^[a-z0-9-]+$/.test(label) && !/^-|-$/.test(label)) &&
    /^[a-z][a-z0-9-]+$/.test(labels[labels.length - 1])
  );
}
