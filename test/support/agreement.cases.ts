import { calendarDate, type CalendarDate } from '../../src/kernel/calendar-date.js';
import {
  agreementLifecycle,
  type AgreementFacts,
  type AgreementStep,
  type AgreementStepContext,
} from '../../src/features/agreements/agreement.lifecycle.js';
import type { AgreementStage } from '../../src/features/agreements/agreement.status.rules.js';
import type { PendingApproval } from '../../src/features/agreements/approvals/approval.rules.js';
import { agreementDates } from './agreement.dates.js';

/** What tests of agreements begin from, on 10 June 2026: dates in force, and facts of a draft that lacks nothing. */

export const day = (text: string): CalendarDate => calendarDate(text);
export const today = day('2026-06-10');

export const dates = agreementDates;

export const facts = (given: Partial<AgreementFacts> = {}): AgreementFacts => ({
  ...dates({ stage: 'draft' }),
  agencyId: 'agency',
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
