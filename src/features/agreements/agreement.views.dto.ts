import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { Marking, Sharing } from '../../kernel/marking.js';
import type { AgreementStatus, AgreementType, NoticeUnit, RenewalType } from './agreement.status.rules.js';
import type { ApprovalKind } from './approvals/approval.rules.js';
import type { OfferedStep } from './agreement.step.dto.js';
import type { AgreementCapacity } from './agreements.dto.js';
import { BeneficiaryView } from './beneficiaries/beneficiaries.dto.js';
import { EmployerMoveView } from './employer-moves/employer-moves.dto.js';

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
  /** The body that signs for it, when it cannot sign for itself: such as the lead force of a regional unit. */
  signsThrough: NamedRef | null;
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

export class CoveredPersonView {
  expertId: string;
  reference: string;
  name: string;
}

export class AgreementApprovalView {
  id: string;
  kind: ApprovalKind;
  assignee: NamedRef;
  askedBy: NamedRef;
  /** Null while those who are asked first have not all approved. */
  askedAt: Date | null;
  dueOn: CalendarDate | null;
  decision: ApprovalDecision | null;
  /** Who decided, where it was the cover of somebody away. */
  decidedBy: NamedRef | null;
  reason: string | null;
  decidedAt: Date | null;
}

/** `delegated`: handed on to somebody else, whose approval follows. `cancelled`: it left approval before the decision. */
export type ApprovalDecision = 'approved' | 'returned' | 'delegated' | 'cancelled';

export class LinkedAgreementView {
  id: string;
  reference: string;
  title: string;
  /** The last day in force: its end, or the day before it was terminated or superseded. Null where it has none. */
  lastDayOn: CalendarDate | null;
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
  /** automatic: how many months each renewal adds. */
  renewalMonths: number | null;
  /** automatic: how often it renews itself at most; null where nothing limits it. */
  mostRenewals: number | null;
  /** automatic: the day on which somebody decided that it renews itself no more. */
  renewalStoppedOn: CalendarDate | null;
  survivalMonths: number | null;
  executedOn: CalendarDate | null;
  withdrawnOn: CalendarDate | null;
  terminatedOn: CalendarDate | null;
  /** Why it was withdrawn or terminated: for the agency that keeps it. */
  closingReason: string | null;
  supersededById: string | null;
  /** The agreement under which it stands; null also where the reader may not see it. */
  parent: LinkedAgreementView | null;
  /** Those that stand under it and that the reader may see. */
  children: LinkedAgreementView[];
  valuePence: number | null;
  currency: string | null;
  fundingSource: string | null;
  intellectualPropertyTerms: string | null;
  publicationTerms: string | null;
  releasableSummary: string | null;
  /** What its type settles beyond the terms above, by the names that `GET /agreements/types` gives. */
  keyTerms: Record<string, string | number | boolean>;
  /** The approvals that it needs before anybody signs, in the order in which serial approval asks for them. */
  approvalsNeeded: ApprovalKind[];
  parties: AgreementPartyView[];
  people: AgreementPersonView[];
  /** Those of the covered experts whom the reader may see. */
  coveredPersons: CoveredPersonView[];
  /** Agencies that benefit without being a party; those that have adhered first. */
  beneficiaries: BeneficiaryView[];
  /** Covered persons who have left an employer that is a party; null to readers outside the agency that keeps it. */
  employerMoves: EmployerMoveView[] | null;
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
