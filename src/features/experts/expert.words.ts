import type {
  Availability,
  CareerStage,
  ExpertKind,
  FieldAudience,
  LawfulBasis,
  NoticeFilter,
} from './expert.rules.js';
import type { ExpertiseScheme } from './expertise/expertise.rules.js';
import type { RelationshipStage } from './relationships/relationship.rules.js';

/** What pages call the codes of experts. */
export const kindWords: Record<ExpertKind, string> = {
  academic: 'Academic',
  researcher: 'Researcher',
  analyst: 'Analyst',
  industry_expert: 'Industry expert',
};

export const stageWords: Record<RelationshipStage, string> = {
  contact: 'Contact',
  network_member: 'Network member',
  named_expert: 'Named expert',
  partner: 'Partner',
  dormant: 'Dormant',
  former: 'Former',
};

/** The colours only help the eye. */
export const stageColours: Record<RelationshipStage, string> = {
  contact: 'blue',
  network_member: 'teal',
  named_expert: 'purple',
  partner: 'green',
  dormant: 'yellow',
  former: 'grey',
};

export const noticeWords: Record<NoticeFilter, string> = {
  due: 'Still to be sent',
  overdue: 'Overdue',
};

export const availabilityWords: Record<Availability, string> = {
  available: 'Available',
  limited: 'Limited',
  unavailable: 'Unavailable',
  unknown: 'Not known',
};

export const careerStageWords: Record<CareerStage, string> = {
  doctoral: 'Doctoral researcher',
  early: 'Early career',
  mid: 'Mid career',
  senior: 'Senior',
  emeritus: 'Emeritus',
  practitioner: 'Practitioner',
};

export const lawfulBasisWords: Record<LawfulBasis, string> = {
  public_task: 'Public task',
  consent: 'Consent, for optional uses only',
  legal_obligation: 'Legal obligation',
};

export const audienceWords: Record<FieldAudience, string> = {
  agency: 'The agency that keeps the record',
  uk_law_enforcement: 'UK law enforcement',
  uk_government: 'UK law enforcement and government',
  all_partners: 'All partners, overseas too',
};

export const schemeWords: Record<ExpertiseScheme, string> = {
  threat: 'Threats',
  enabler: 'Enablers',
  strand: 'Strands',
  four_p: 'Pursue, Prevent, Protect, Prepare',
  method: 'Methods',
  region: 'Regions',
};

interface Named {
  readonly title: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly knownAs?: string | null;
}

/** "Dr Amara Nwosu". */
export function nameWords({ title, givenName, familyName }: Named): string {
  return [title, givenName, familyName].filter(Boolean).join(' ');
}
