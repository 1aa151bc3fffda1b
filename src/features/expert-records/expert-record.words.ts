import type { Availability, ExpertKind } from '../experts/expert.rules.js';
import type { ExpertiseSource } from '../experts/expertise/expertise.rules.js';
import type { RelationshipStage } from '../experts/relationships/relationship.rules.js';
import type { TimelineEvent, TimelineKind } from './timeline.dto.js';

/** What pages call the codes of people and of what happens with them; others are their own words. */
export const kindWords: Record<ExpertKind, string> = {
  academic: 'Academic',
  researcher: 'Researcher',
  analyst: 'Analyst',
  industry_expert: 'Industry expert',
};

export const availabilityWords: Record<Availability, string> = {
  available: 'Available',
  limited: 'Limited',
  unavailable: 'Not available',
  unknown: 'Not known',
};

/** Who said that somebody knows about something. */
export const sourceWords: Record<ExpertiseSource, string> = {
  self: 'said by themselves',
  liaison: 'entered by a liaison',
  suggested: 'suggested, not confirmed',
};

/** The colours only help the eye. */
export const stageColours: Record<RelationshipStage, string> = {
  contact: 'blue',
  network_member: 'teal',
  named_expert: 'green',
  partner: 'green',
  dormant: 'orange',
  former: 'grey',
};

export const vettingColours: Record<string, string> = {
  in_progress: 'blue',
  granted: 'green',
  expired: 'red',
  ended: 'grey',
};

export const timelineKindWords: Record<TimelineKind, string> = {
  interaction: 'Interactions',
  agreement: 'Agreements',
  follow_up: 'Follow-ups',
  relationship: 'Stages of the relationship',
  affiliation: 'Affiliations',
};

export const eventWords: Record<TimelineEvent, string> = {
  interaction: 'Interaction',
  agreement_signed: 'Agreement signed',
  agreement_effective: 'Agreement in force',
  agreement_ended: 'Last day of the agreement',
  agreement_superseded: 'Agreement superseded',
  agreement_terminated: 'Agreement terminated',
  follow_up_made: 'Follow-up made',
  follow_up_done: 'Follow-up done',
  follow_up_cancelled: 'Follow-up cancelled',
  stage_changed: 'Stage',
  affiliation_began: 'Affiliation began',
  affiliation_ended: 'Affiliation ended',
};
