import type { ExpertiseSource } from '../experts/expertise/expertise.rules.js';
import type { TimelineEvent, TimelineKind } from './timeline.dto.js';

/** Who said that somebody knows about something. */
export const sourceWords: Record<ExpertiseSource, string> = {
  self: 'said by themselves',
  liaison: 'entered by a liaison',
  suggested: 'suggested, not confirmed',
};

/** The colours only help the eye. */
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
  agreement_renewed: 'Agreement renewed',
  agreement_superseded: 'Agreement superseded',
  agreement_terminated: 'Agreement terminated',
  follow_up_made: 'Follow-up made',
  follow_up_done: 'Follow-up done',
  follow_up_cancelled: 'Follow-up cancelled',
  stage_changed: 'Stage',
  affiliation_began: 'Affiliation began',
  affiliation_ended: 'Affiliation ended',
};
