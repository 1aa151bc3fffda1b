import { isBefore, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import type { Marking, Sharing } from '../../kernel/marking.js';
import type { AgreementStage, NoticeUnit, RenewalType } from './agreement.status.rules.js';

/** The terms that depend on each other. */
export interface AgreementTerms {
  readonly stage: AgreementStage;
  readonly marking: Marking;
  readonly sharing: Sharing;
  readonly effectiveOn: CalendarDate | null;
  readonly endOn: CalendarDate | null;
  readonly reviewOn: CalendarDate | null;
  readonly noticeCount: number | null;
  readonly noticeUnit: NoticeUnit | null;
  readonly renewalType: RenewalType;
  readonly renewalMonths: number | null;
  readonly mostRenewals: number | null;
  readonly valuePence: number | null;
  readonly currency: string | null;
}

/** Ten years. Longer would put the deadline before any day that a calendar date can be. */
export const mostNoticeMonths = 120;

/** What is wrong between the terms, field by field; empty when nothing is. */
export function problemsOfTerms(terms: AgreementTerms): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (pointer: string, detail: string): void => void problems.push({ pointer, detail });
  if (terms.marking === 'OFFICIAL-SENSITIVE' && terms.sharing !== 'named')
    add('/sharing', 'What is marked OFFICIAL-SENSITIVE is shared with named people only. Set sharing to "named".');
  if (terms.endOn !== null && terms.effectiveOn !== null && isBefore(terms.endOn, terms.effectiveOn))
    add('/endOn', 'The end must be on or after the first day in force.');
  if (terms.renewalType === 'evergreen' && terms.endOn !== null)
    add('/endOn', 'An evergreen agreement has no end. Clear the end date, or choose another kind of renewal.');
  if (terms.renewalType === 'evergreen' && terms.reviewOn === null && terms.stage !== 'draft')
    add('/reviewOn', 'Enter a review date, because this agreement has no end.');
  if (terms.renewalType !== 'automatic')
    for (const field of ['renewalMonths', 'mostRenewals'] as const)
      if (terms[field] !== null)
        add(`/${field}`, 'Only an agreement that renews itself has this. Clear it, or choose another kind of renewal.');
  if (terms.noticeUnit === 'months' && terms.noticeCount !== null && terms.noticeCount > mostNoticeMonths)
    add('/noticeCount', `Notice must be ${mostNoticeMonths} months or fewer.`);
  if ((terms.noticeCount === null) !== (terms.noticeUnit === null))
    add(
      terms.noticeCount === null ? '/noticeCount' : '/noticeUnit',
      'Give the length of notice and its unit together.',
    );
  if ((terms.valuePence === null) !== (terms.currency === null))
    add(terms.valuePence === null ? '/valuePence' : '/currency', 'Give the value and its currency together.');
  return problems;
}

/** What may still be changed once an agreement has left draft: who looks after it and who sees it. */
export const changeableAfterDraft: readonly string[] = [
  'ownerUserId',
  'deputyUserId',
  'reviewOn',
  'sharing',
  'marking',
  'handling',
  'releasableSummary',
];

/** The fields of a change that the stage no longer allows. */
export function lockedFields(stage: AgreementStage, fields: readonly string[]): string[] {
  if (stage === 'draft') return [];
  return fields.filter((field) => stage === 'withdrawn' || !changeableAfterDraft.includes(field));
}
