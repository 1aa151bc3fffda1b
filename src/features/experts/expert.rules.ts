import { isAfter, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';

export const expertKinds = ['academic', 'researcher', 'analyst', 'industry_expert'] as const;
export type ExpertKind = (typeof expertKinds)[number];

export const availabilities = ['available', 'limited', 'unavailable', 'unknown'] as const;
export type Availability = (typeof availabilities)[number];

export const careerStages = ['doctoral', 'early', 'mid', 'senior', 'emeritus', 'practitioner'] as const;
export type CareerStage = (typeof careerStages)[number];

export const lawfulBases = ['public_task', 'consent', 'legal_obligation'] as const;
export type LawfulBasis = (typeof lawfulBases)[number];

/** The profile fields of which the expert decides who may read them, beyond the agency that keeps their record. */
export const audienceFields = [
  'email',
  'phone',
  'orcid',
  'biography',
  'interests',
  'languages',
  'country',
  'website',
  'availability',
  'careerStage',
  'contactPreferences',
] as const;
export type AudienceField = (typeof audienceFields)[number];

/** Who may read a profile field, each wider than the one before; `agency` unless the expert says otherwise. */
export const fieldAudiences = ['agency', 'uk_law_enforcement', 'uk_government', 'all_partners'] as const;
export type FieldAudience = (typeof fieldAudiences)[number];
export type FieldAudiences = { readonly [field in AudienceField]?: FieldAudience };

/** The facts that depend on each other or on the day. */
export interface ExpertFacts {
  readonly availability: Availability;
  readonly availableUntil: CalendarDate | null;
  readonly privacyNoticeSentOn: CalendarDate | null;
  readonly objectedOn: CalendarDate | null;
  readonly restrictedOn: CalendarDate | null;
}

const happened = {
  privacyNoticeSentOn: 'The day the privacy notice was sent cannot lie in the future.',
  objectedOn: 'The day of an objection cannot lie in the future.',
  restrictedOn: 'The day of a restriction cannot lie in the future.',
} as const;

/** What is wrong between the facts on a day of Europe/London, field by field; empty when nothing is. */
export function problemsOfExpert(facts: ExpertFacts, today: CalendarDate): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (facts.availableUntil !== null && facts.availability === 'unknown')
    problems.push({
      pointer: '/availableUntil',
      detail: 'Select an availability for this date to end, or clear the date.',
    });
  for (const [field, detail] of Object.entries(happened) as [keyof typeof happened, string][]) {
    const on = facts[field];
    if (on !== null && isAfter(on, today)) problems.push({ pointer: `/${field}`, detail });
  }
  return problems;
}

/** Of which people a list tells: those who are still to be sent the privacy notice, or for whom its day has passed. */
export const noticeFilters = ['due', 'overdue'] as const;
export type NoticeFilter = (typeof noticeFilters)[number];
