import type { DelegableSection } from '../experts/delegates/delegate.rules.js';
import type { AudienceField, Availability, FieldAudience } from '../experts/expert.rules.js';
import type { ChangeSection, ChangeState, ProfileValues } from '../experts/profile/profile-change.rules.js';
import type { ProfilePart } from '../experts/profile/profile.rules.js';
import type { RelationshipStage } from '../experts/relationships/relationship.rules.js';

/** What pages call the codes of a profile. */
export const partWords: Record<ProfilePart, string> = {
  email: 'an e-mail address',
  affiliation: 'where you work',
  expertise: 'what you know',
  availability: 'whether you are available',
  biography: 'a short biography',
  interests: 'what you would like to work on',
  languages: 'the languages you work in',
  country: 'the country you are in',
  careerStage: 'your career stage',
};

export const availabilityWords: Record<Availability, string> = {
  available: 'Available',
  limited: 'Limited',
  unavailable: 'Not available',
  unknown: 'Not said',
};

/** As the person it is with is told. */
export const stageWords: Record<RelationshipStage, string> = {
  contact: 'Contact',
  network_member: 'Member of the network',
  named_expert: 'Named expert',
  partner: 'Partner',
  dormant: 'Dormant',
  former: 'Ended',
};

export const schemeWords: Record<string, string> = {
  threat: 'Threats',
  enabler: 'Enablers',
  strand: 'Strands',
  four_p: 'Four Ps',
  method: 'Methods',
  region: 'Regions',
};

export const fieldWords: Record<AudienceField, string> = {
  email: 'E-mail address',
  phone: 'Telephone',
  orcid: 'ORCID iD',
  biography: 'Biography',
  interests: 'Interests',
  languages: 'Languages',
  country: 'Country',
  website: 'Website',
  availability: 'Availability',
  careerStage: 'Career stage',
  contactPreferences: 'How you like to be reached',
};

export const audienceWords: Record<FieldAudience, string> = {
  agency: 'Only the agency that keeps your record',
  uk_law_enforcement: 'UK law enforcement',
  uk_government: 'UK law enforcement and government',
  all_partners: 'All partners, overseas too',
};

export const sectionWords: Record<ChangeSection, string> = {
  name: 'Name',
  email: 'E-mail address',
  affiliation: 'Post',
  note: 'Something has changed',
  delegate: 'Delegate',
};

export const stateWords: Record<ChangeState, string> = {
  proposed: 'Waiting',
  approved: 'Approved',
  refused: 'Refused',
  withdrawn: 'Taken back',
};

export const stateColours: Record<ChangeState, string> = {
  proposed: 'blue',
  approved: 'green',
  refused: 'red',
  withdrawn: 'grey',
};

/** What others may be asked to keep, as the person is told. */
export const delegableWords: Record<DelegableSection, string> = {
  about: 'About you: biography, interests, languages, country, career stage, website and telephone',
  availability: 'Availability and how to reach you',
  expertise: 'What you know: the terms by which agencies find you',
};

const delegableNames: Record<DelegableSection, string> = {
  about: 'About',
  availability: 'Availability',
  expertise: 'Expertise',
};

/** "About and Availability". */
export function sectionsInWords(sections: readonly DelegableSection[]): string {
  const names = sections.map((section) => delegableNames[section]);
  return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
}

const valueWords: readonly (readonly [keyof ProfileValues, string])[] = [
  ['delegate', 'Delegate'],
  ['title', 'Title'],
  ['givenName', 'Given name'],
  ['familyName', 'Family name'],
  ['email', 'E-mail address'],
  ['organisation', 'Organisation'],
  ['department', 'Department'],
  ['role', 'Role'],
  ['startedOn', 'First day'],
  ['endedOn', 'Last day'],
  ['text', 'In their words'],
  ['sections', 'May edit'],
  ['untilOn', 'Last day'],
];
const dates: readonly string[] = ['startedOn', 'endedOn', 'untilOn'];

/** One line of a comparison. */
export interface ComparedValue {
  readonly field: string;
  readonly before: string | null;
  readonly now: string | null;
  readonly after: string | null;
  readonly isDate: boolean;
  readonly differs: boolean;
}

interface Compared {
  readonly before: ProfileValues;
  readonly now?: ProfileValues;
  readonly after: ProfileValues;
}

/** Before, now and after, field by field: those that either side has. */
export function comparison({ before, now = {}, after }: Compared): ComparedValue[] {
  return valueWords.flatMap(([name, field]) => {
    if (!(name in before) && !(name in after)) return [];
    const [from, present, to] = [before, now, after].map((values) => said(values, name));
    return [{ field, before: from, now: present, after: to, isDate: dates.includes(name), differs: from !== to }];
  });
}

function said(values: ProfileValues, name: keyof ProfileValues): string | null {
  if (name === 'sections') return values.sections ? sectionsInWords(values.sections) : null;
  return (values[name] as string | null | undefined) ?? null;
}
