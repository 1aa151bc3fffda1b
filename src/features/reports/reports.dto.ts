import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { Marking } from '../../kernel/marking.js';
import { IsDate, IsId, Optional, Text } from '../../platform/errors/fields.js';
import type { AgreementStatus, AgreementType } from '../agreements/agreement.status.rules.js';
import type { InteractionKind } from '../interactions/interaction.rules.js';

export class PartnershipReportQuery {
  /** The first day, Europe/London: twelve months before the last unless you say otherwise. */
  @Optional()
  @IsDate()
  from?: CalendarDate;

  /** The last day, Europe/London: today unless you say otherwise, and five years from the first at most. */
  @Optional()
  @IsDate()
  to?: CalendarDate;

  /** The agency that keeps the records. */
  @Optional()
  @IsId()
  agencyId?: string;

  /**
   * An institution. Agreements to which it is a party; interactions that are about it or in which it, or somebody who worked
   * for it on that day, took part; follow-ups about it, about its people, or about any of those.
   */
  @Optional()
  @IsId()
  organisationId?: string;

  /** Code of the vocabulary `strand`. Follow-ups have the strands of the agreement or interaction they are about. */
  @Optional()
  @Text({ max: 60 })
  strand?: string;
}

class NamedRef {
  id: string;
  name: string;
}

class StrandRef {
  code: string;
  label: string;
}

export class ReportFiltersView {
  agency: NamedRef | null;
  organisation: NamedRef | null;
  strand: StrandRef | null;
}

export type ReportScopeName = 'every_record' | 'visible_to_you';

export class ReportCountsView {
  /** `every_record` for administrators, who open none of them; for everybody else `visible_to_you`. */
  scope: ReportScopeName;
  /** The same in words. */
  sentence: string;
}

/** `in_preparation`: on a past day, made but neither executed nor withdrawn by then; which step it had reached is not kept. */
export type ReportedStatus = AgreementStatus | 'in_preparation';

class StatusCountView {
  status: ReportedStatus;
  total: number;
}

class TypeCountView {
  type: AgreementType;
  total: number;
  /** Only the statuses that occur. */
  byStatus: StatusCountView[];
}

class AgencyAgreementsView {
  /** The agency that keeps them. */
  agency: NamedRef;
  total: number;
  inForce: number;
}

class InstitutionAgreementsView {
  organisation: NamedRef;
  total: number;
  inForce: number;
}

class ValueView {
  /** ISO 4217. */
  currency: string;
  /** Whole pence, or the hundredth part of the currency. */
  pence: number;
  /** How many agreements it is the value of. */
  agreements: number;
}

export class EndingAgreementView {
  /** Null to administrators, as are reference, title, marking and the exact day. */
  id: string | null;
  reference: string | null;
  title: string | null;
  marking: Marking | null;
  type: AgreementType;
  agency: NamedRef;
  /** The last day in force. */
  endOn: CalendarDate | null;
  /** The month of that day, such as 2026-09. */
  month: string;
}

export class AgreementFiguresView {
  /** The day for which the statuses are told, Europe/London: `to`, or today while that is still to come. */
  statusOn: CalendarDate;
  /** Every agreement made by that day, whatever became of it. */
  total: number;
  /** Active, expiring or in the notice window. */
  inForce: number;
  byStatus: StatusCountView[];
  /** Only the types that occur, the most frequent first. */
  byType: TypeCountView[];
  /** The 500 with most agreements. */
  byAgency: AgencyAgreementsView[];
  /** How many institutions are a party to any of them. */
  institutions: number;
  /** The 500 with most agreements. An agreement with two institutions counts for each. */
  byInstitution: InstitutionAgreementsView[];
  /** Of the agreements in force that state a value. */
  valueInForce: ValueView[];
  /** Executed in the period. Renewals add a term to an agreement, and successors replace one: neither is a new partnership. */
  newInPeriod: number;
  /** Executed in the period in place of an agreement that was renegotiated. */
  successorsInPeriod: number;
  /** Those whose first day no longer in force lies in the period, until `statusOn`: terminated, superseded or expired. */
  endedInPeriod: number;
  /** The next twenty to end on or after `statusOn` among those in force or signed. */
  endsNext: EndingAgreementView[];
}

class KindCountView {
  kind: InteractionKind;
  total: number;
}

class AgencyInteractionsView {
  /** The agency that keeps them. */
  agency: NamedRef;
  total: number;
}

class InstitutionInteractionsView {
  organisation: NamedRef;
  total: number;
}

class MonthCountView {
  /** Such as 2026-09, Europe/London. */
  month: string;
  total: number;
}

class StrandCountView {
  /** Null for interactions without a strand. */
  strand: string | null;
  label: string | null;
  total: number;
}

/** Interactions of the period. */
export class EngagementFiguresView {
  total: number;
  /** Those held under the Chatham House Rule. */
  chathamHouse: number;
  byKind: KindCountView[];
  /** The 500 with most interactions. */
  byAgency: AgencyInteractionsView[];
  /** How many institutions they were with, as far as you may know of it. */
  institutions: number;
  /**
   * The 500 with most interactions. One with two institutions counts for each; the filter by institution says which are an
   * institution's.
   */
  byInstitution: InstitutionInteractionsView[];
  /** Every month of the period, also those without any. */
  byMonth: MonthCountView[];
  byStrand: StrandCountView[];
  /**
   * Different experts who took part, as far as you may know of them: without those of another agency's interactions under the
   * Chatham House Rule.
   */
  expertsMet: number;
}

/** Follow-ups due in the period, and what has become of them by today. */
export class FollowUpFiguresView {
  total: number;
  /** Done on the due day or before. */
  kept: number;
  /** Done after the due day. */
  late: number;
  /** Open after the due day, snoozed or not. */
  overdue: number;
  /** Open, and the due day has not passed. */
  open: number;
  cancelled: number;
}

export class PartnershipReportView {
  /** The highest marking of what was counted. */
  marking: Marking;
  generatedAt: Date;
  /** The first day, Europe/London. */
  from: CalendarDate;
  /** The last day, Europe/London. */
  to: CalendarDate;
  filters: ReportFiltersView;
  counts: ReportCountsView;
  agreements: AgreementFiguresView;
  engagements: EngagementFiguresView;
  followUps: FollowUpFiguresView;
}
