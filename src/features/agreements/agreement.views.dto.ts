import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { Marking, Sharing } from '../../kernel/marking.js';
import type { AgreementStatus, AgreementType, NoticeUnit, RenewalType } from './agreement.lifecycle.js';
import type { AgreementCapacity, OfferedStep } from './agreements.dto.js';

class NamedRef {
  id: string;
  name: string;
}

export class AgreementSummaryView {
  id: string;
  version: number;
  reference: string;
  type: AgreementType;
  title: string;
  /** What it is today in Europe/London: computed, never stored. */
  status: AgreementStatus;
  /** The agency that keeps it. */
  agency: NamedRef;
  owner: NamedRef | null;
  marking: Marking;
  sharing: Sharing;
  effectiveOn: CalendarDate | null;
  /** The last day in force. */
  endOn: CalendarDate | null;
  /** The last day on which notice counts. */
  noticeDeadlineOn: CalendarDate | null;
  parties: NamedRef[];
  updatedAt: Date;
}

class AgreementPartyView {
  organisationId: string;
  name: string;
  freedomOfInformation: boolean;
  signedOn: CalendarDate | null;
  signatoryName: string | null;
}

class AgreementPersonView {
  organisationId: string;
  capacity: AgreementCapacity;
  name: string;
  office: string | null;
  userId: string | null;
  expertId: string | null;
  contactId: string | null;
}

class CoveredPersonView {
  expertId: string;
  reference: string;
  name: string;
}

class AgreementApprovalView {
  assignee: NamedRef;
  askedBy: NamedRef;
  askedAt: Date;
  dueOn: CalendarDate | null;
  decision: 'approved' | 'returned' | 'cancelled' | null;
  reason: string | null;
  decidedAt: Date | null;
}

class OpenStepView {
  step: OfferedStep;
  /** Why it cannot be taken just now, and who can act; null when it can. */
  blockedBecause: string | null;
}

export class AgreementView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  reference: string;
  type: AgreementType;
  title: string;
  purpose: string | null;
  strands: string[];
  topics: string[];
  agency: NamedRef;
  marking: Marking;
  handling: string | null;
  sharing: Sharing;
  owner: NamedRef | null;
  deputy: NamedRef | null;
  /** What it is today in Europe/London: computed, never stored. */
  status: AgreementStatus;
  /** What still has to be entered, by field. */
  missing: string[];
  effectiveOn: CalendarDate | null;
  endOn: CalendarDate | null;
  reviewOn: CalendarDate | null;
  noticeCount: number | null;
  noticeUnit: NoticeUnit | null;
  noticeDeadlineOn: CalendarDate | null;
  renewalType: RenewalType;
  survivalMonths: number | null;
  executedOn: CalendarDate | null;
  withdrawnOn: CalendarDate | null;
  terminatedOn: CalendarDate | null;
  /** Why it was withdrawn or terminated: for the agency that keeps it. */
  closingReason: string | null;
  supersededById: string | null;
  valuePence: number | null;
  currency: string | null;
  fundingSource: string | null;
  intellectualPropertyTerms: string | null;
  publicationTerms: string | null;
  releasableSummary: string | null;
  parties: AgreementPartyView[];
  people: AgreementPersonView[];
  /** Those of the covered experts whom the reader may see. */
  coveredPersons: CoveredPersonView[];
  /** The decision log; null to readers outside the agency that keeps it. */
  approvals: AgreementApprovalView[] | null;
  /** The steps this reader could take, and what stands in the way. */
  steps: OpenStepView[];
  createdAt: Date;
  updatedAt: Date;
}

export class AgreementPage {
  items: AgreementSummaryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

export class AgreementCount {
  /** How many the reader may see, up to 1,000. */
  count: number;
  /** True when there are more than `count` says. */
  more: boolean;
}
