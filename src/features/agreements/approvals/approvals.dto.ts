import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import { Optional, OneOf } from '../../../platform/errors/fields.js';
import { ListQuery } from '../../../platform/errors/list-query.js';
import type { AgreementType } from '../agreement.status.rules.js';
import type { ApprovalDecision } from '../agreement.views.dto.js';
import type { ApprovalKind } from './approval.rules.js';

export const approvalStates = ['open', 'decided'] as const;
export const approvalReaches = ['mine', 'agency'] as const;

export class ApprovalListQuery extends ListQuery {
  /** `open` (unless told otherwise): asked for and not decided, the oldest first. `decided`: the newest decision first. */
  @Optional()
  @OneOf(approvalStates)
  state?: (typeof approvalStates)[number];

  /**
   * `mine` (unless told otherwise): put to you, or to somebody away for whom you stand in. `agency`: all of your agency's whose
   * agreements you may read; approvers see their own in any case.
   */
  @Optional()
  @OneOf(approvalReaches)
  whose?: (typeof approvalReaches)[number];
}

class ApprovedAgreementView {
  id: string;
  reference: string;
  type: AgreementType;
  title: string;
}

class AmendmentToApproveView {
  id: string;
  /** Within its agreement. */
  number: number;
  title: string;
}

class NamedRef {
  id: string;
  name: string;
}

export class ApprovalView {
  id: string;
  kind: ApprovalKind;
  agreement: ApprovedAgreementView;
  /** What is to be approved where it is not the agreement itself. */
  amendment: AmendmentToApproveView | null;
  /** The agreement's. */
  marking: Marking;
  assignee: NamedRef;
  askedBy: NamedRef;
  askedAt: Date;
  /** By when, Europe/London. */
  dueOn: CalendarDate | null;
  /** Not decided, and the day has passed. */
  overdue: boolean;
  decision: ApprovalDecision | null;
  /** Who decided, where it was the cover of somebody away. */
  decidedBy: NamedRef | null;
  decidedAt: Date | null;
  reason: string | null;
}

export class ApprovalPage {
  items: ApprovalView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
