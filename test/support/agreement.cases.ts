import { calendarDate, type CalendarDate } from '../../src/kernel/calendar-date.js';
import {
  agreementLifecycle,
  type AgreementFacts,
  type AgreementStep,
  type AgreementStepContext,
} from '../../src/features/agreements/agreement.lifecycle.js';
import type { AgreementDates, AgreementStage } from '../../src/features/agreements/agreement.status.rules.js';
import type { PendingApproval } from '../../src/features/agreements/approvals/approval.rules.js';

/** What tests of agreements begin from, on 10 June 2026: dates in force, and facts of a draft that lacks nothing. */

export const day = (text: string): CalendarDate => calendarDate(text);
export const today = day('2026-06-10');

export const dates = (given: Partial<AgreementDates> = {}): AgreementDates => ({
  stage: 'executed',
  effectiveOn: day('2025-01-01'),
  endOn: day('2027-12-31'),
  noticeCount: null,
  noticeUnit: null,
  expiringDays: 90,
  noticeWindowDays: 30,
  terminatedOn: null,
  supersededOn: null,
  ...given,
});

export const facts = (given: Partial<AgreementFacts> = {}): AgreementFacts => ({
  ...dates({ stage: 'draft' }),
  agencyId: 'agency',
  renewalType: 'by_decision',
  reviewOn: null,
  authorUserId: 'author',
  ownerUserId: 'owner',
  parties: [
    { organisationId: 'agency', name: 'Agency', signedOn: null },
    { organisationId: 'university', name: 'University', signedOn: null },
  ],
  signatoryOrganisationIds: ['agency', 'university'],
  type: 'mou',
  keyTerms: {},
  departsFromTemplate: false,
  approvals: [],
  ...given,
});

export const asked: PendingApproval = {
  id: 'one',
  kind: 'business',
  assigneeUserId: 'approver',
  assigneeName: 'Ann Approver',
  standInUserId: null,
  askedByUserId: 'submitter',
  open: true,
};

export function refusal(
  step: AgreementStep,
  a: AgreementFacts,
  context: Partial<AgreementStepContext> = {},
): string | null | AgreementStage {
  const taken = agreementLifecycle.take(step, a, { userId: 'somebody', today, ...context });
  return taken.allowed ? taken.to : taken.reason;
}
