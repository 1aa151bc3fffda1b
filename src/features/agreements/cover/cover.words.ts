import type { CoverKind } from './cover.dto.js';
import type { CoverNeed, CoverPurpose } from './cover.rules.js';

/** What pages call what may be shared. */
export const purposeWords: Record<CoverPurpose, string> = {
  general_discussion: 'General discussion of what is in the open',
  unpublished_findings: 'Findings or drafts that are not published',
  research_data: 'Research data that is about nobody',
  personal_data: 'Personal data',
  operational_detail: 'Operational detail or methods',
};

export const needWords: Record<CoverNeed, string> = {
  handling: 'The person may be dealt with',
  agency: 'The agency that shares',
  employer: 'Current employer',
  confidentiality: 'An agreement with confidentiality',
  data_sharing: 'An agreement on sharing personal data',
  vetting: 'Vetting in date',
  clearance: 'A clearance in date',
  declaration: 'Declaration in date',
};

export const coverKindWords: Record<CoverKind, string> = {
  covers_person: 'covers this person',
  binds_employer: 'binds where they work, and does not name them',
  binds_body: 'binds this organisation',
};
