import type { Audience } from '../../kernel/marking.js';
import type { Jurisdiction, OrganisationKind, RorStatus } from './organisation.rules.js';

/** What pages call the codes of organisations. */
export const kindWords: Record<OrganisationKind, string> = {
  university: 'University',
  think_tank: 'Think tank',
  research_institute: 'Research institute',
  ngo: 'Non-governmental organisation',
  industry: 'Company',
  national_agency: 'National agency',
  territorial_force: 'Territorial police force',
  special_force: 'Special police force',
  rocu: 'Regional organised crime unit',
  department: 'Government department',
  regulator: 'Regulator',
  prosecutor: 'Prosecutor',
  international: 'International body',
  unit: 'Unit of an agency',
};

export const jurisdictionWords: Record<Jurisdiction, string> = {
  uk: 'United Kingdom',
  england_wales: 'England and Wales',
  scotland: 'Scotland',
  northern_ireland: 'Northern Ireland',
  overseas: 'Overseas',
};

export const audienceWords: Record<Audience, string> = {
  uk_law_enforcement: 'UK law enforcement',
  uk_government: 'UK government',
  overseas: 'Overseas partner',
};

export const rorStatusWords: Record<RorStatus, string> = {
  active: 'active',
  inactive: 'inactive',
  withdrawn: 'withdrawn',
};

/** What an agency has going on, by the wire name of the figure; a figure without words here is shown by its name. */
export const figureWords: Record<string, string> = {
  'agreements.in-force': 'Agreements in force',
  'relationships.kept': 'People it keeps in touch with',
};
