import { ApiProperty } from '@nestjs/swagger';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import type { SignatureMethod } from '../agreement.step.dto.js';
import type { NoticeUnit } from '../agreement.status.rules.js';
import { AgreementApprovalView, CoveredPersonView } from '../agreement.views.dto.js';
import type { ApprovalKind } from '../approvals/approval.rules.js';
import type { KeyTermValue } from '../types/key-terms.rules.js';
import type { AmendmentStage } from './amendment.rules.js';
import type { OfferedAmendmentStep } from './amendments.dto.js';

class NamedRef {
  id: string;
  name: string;
}

class AmendedAgreementView {
  id: string;
  reference: string;
  title: string;
}

export class AmendmentSummaryView {
  id: string;
  version: number;
  agreement: AmendedAgreementView;
  /** From 1 within the agreement, never given twice. */
  number: number;
  title: string;
  stage: AmendmentStage;
  /** The agency that keeps the agreement. */
  agency: NamedRef;
  /** The agreement's. */
  marking: Marking;
  /** From when it is agreed to take effect, Europe/London; null: from the last signature. */
  effectiveOn: CalendarDate | null;
  /** The day of the last signature. */
  executedOn: CalendarDate | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Terms by name. A field that is absent is not changed by the amendment. */
export class AmendedTermsView {
  title?: string;
  purpose?: string | null;
  endOn?: CalendarDate | null;
  reviewOn?: CalendarDate | null;
  noticeCount?: number | null;
  noticeUnit?: NoticeUnit | null;
  survivalMonths?: number | null;
  valuePence?: number | null;
  currency?: string | null;
  fundingSource?: string | null;
  intellectualPropertyTerms?: string | null;
  publicationTerms?: string | null;
  /** Those key terms that change; null: not settled. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  keyTerms?: Readonly<Record<string, KeyTermValue | null>>;
}

class AmendmentPartyView {
  organisationId: string;
  name: string;
  /** Europe/London; null while it has not signed. */
  signedOn: CalendarDate | null;
  signatoryName: string | null;
  office: string | null;
  onBehalfOf: string | null;
  method: SignatureMethod | null;
  /** SHA-256 of the amendment as it read when they signed. */
  sha256: string | null;
}

class OpenAmendmentStepView {
  step: OfferedAmendmentStep;
  /** Why it cannot be taken just now, and who can act; null when it can. */
  blockedBecause: string | null;
}

export class AmendmentView extends AmendmentSummaryView {
  /** Of the agreement: who may handle it and how. */
  handling: string | null;
  /** What changes and why, in words. */
  reason: string;
  /** The terms as they are to be, or have become. */
  changes: AmendedTermsView;
  /** The same terms as they stand; of an executed amendment, as they stood before it. */
  before: AmendedTermsView;
  /** Experts whom it adds to those covered; those whom the reader may see. */
  addedPersons: CoveredPersonView[];
  removedPersons: CoveredPersonView[];
  /** The approvals that it needs before anybody signs. */
  approvalsNeeded: ApprovalKind[];
  /** Its decision log; null to readers outside the agency that keeps the agreement. */
  approvals: AgreementApprovalView[] | null;
  /** The parties of the agreement, with what each has signed. */
  parties: AmendmentPartyView[];
  withdrawnOn: CalendarDate | null;
  /** Why it was withdrawn: for the agency that keeps the agreement. */
  closingReason: string | null;
  createdBy: NamedRef | null;
  /** The steps this reader could take, and what stands in the way. */
  steps: OpenAmendmentStepView[];
}

export class AmendmentList {
  items: AmendmentSummaryView[];
}

export class AmendmentPage {
  items: AmendmentSummaryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
