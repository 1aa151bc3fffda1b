import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import { IsDate, OneOf, Optional, Text } from '../../../platform/errors/fields.js';
import { ListQuery } from '../../../platform/errors/list-query.js';
import { renewalDecisions, type RenewalDecision } from './renewal-decision.rules.js';

export class DecideRenewalDto {
  @OneOf(renewalDecisions)
  decision: RenewalDecision;

  /** Why: for the agency that keeps the agreement. */
  @Text({ max: 2000 })
  reason: string;

  /** What came of the term that ends: read by whoever decides the next time. */
  @Optional()
  @Text({ max: 5000 })
  achieved?: string;

  /** renew: the new last day in force, Europe/London. Left out: the usual term of the type after the present end. */
  @Optional()
  @IsDate()
  endOn?: CalendarDate;

  /** terminate: the first day no longer in force, Europe/London. */
  @Optional()
  @IsDate()
  on?: CalendarDate;
}

class TermView {
  /** From 1. */
  number: number;
  effectiveOn: CalendarDate | null;
  /** The last day in force. */
  endOn: CalendarDate | null;
  /** The day on which it renewed itself for this term, Europe/London; null where somebody decided it, and for the first. */
  renewedItselfOn: CalendarDate | null;
}

class RelatedAgreementView {
  id: string;
  reference: string;
  title: string;
}

class NamedRef {
  id: string;
  name: string;
}

export class AchievedRecordView {
  id: string;
  title: string;
  /** The day on which it happened or was done, Europe/London. */
  happenedOn: CalendarDate;
  marking: Marking;
}

class AchievedThingsView {
  /** Such as `interactions.held` or `follow-ups.done`. */
  name: string;
  /** The kind of record that it lists, such as `interaction`. */
  recordKind: string;
  /** How many the reader may see. */
  count: number;
  /** The latest ten of them. */
  latest: AchievedRecordView[];
}

class RenewalDecisionView {
  id: string;
  decision: RenewalDecision;
  reason: string;
  achieved: string | null;
  /** The last day in force that it was about. */
  endOn: CalendarDate | null;
  newEndOn: CalendarDate | null;
  decidedBy: NamedRef;
  decidedAt: Date;
}

class AchievementsView {
  /** Times that an obligation was fulfilled. */
  obligationsFulfilled: number;
  /** Times that one was done in part. */
  obligationsPartly: number;
  /** Agencies that have adhered. */
  agenciesAdhered: number;
  /** Documents, other than its own wording. */
  documents: number;
  /** What happened and was done about it, kind by kind. */
  records: AchievedThingsView[];
}

export class AgreementRenewalView {
  /** One after the other; none before it is executed. */
  terms: TermView[];
  /** The newest first; empty to readers outside the agency that keeps it. */
  decisions: RenewalDecisionView[];
  /** The agreement that this one was drafted to replace, if the reader may see it. */
  succeeds: RelatedAgreementView | null;
  /** The agreement that takes or is to take its place, if the reader may see it. */
  successor: RelatedAgreementView | null;
  /** What was achieved as far as the records show it; null to readers outside the agency that keeps it. */
  achieved: AchievementsView | null;
}

export class RenewalDecisionListQuery extends ListQuery {
  @Optional()
  @OneOf(renewalDecisions)
  decision?: RenewalDecision;
}

class DecidedAgreementView {
  id: string;
  reference: string;
  title: string;
}

export class ListedRenewalDecisionView extends RenewalDecisionView {
  agreement: DecidedAgreementView;
  /** The agreement's. */
  marking: Marking;
}

export class RenewalDecisionPage {
  items: ListedRenewalDecisionView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
