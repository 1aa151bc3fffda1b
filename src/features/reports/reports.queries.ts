import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import type { Marking } from '../../kernel/marking.js';
import { listOf, namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { agreementStatuses, agreementTypes, type AgreementType } from '../agreements/agreement.status.rules.js';
import { interactionKinds, type InteractionKind } from '../interactions/interaction.rules.js';
import { agencyKinds, outsideKinds } from '../organisations/organisation.rules.js';
import { notEnded } from '../organisations/organisations.queries.js';
import { followUpOutcomes, type FollowUpOutcome } from './follow-up.outcome.sql.js';
import { partnershipReportSql } from './partnership.report.sql.js';
import { monthsOf, periodOf, problemsOfPeriod, statusDayOf } from './report.period.rules.js';
import { ReportScope } from './report.scope.sql.js';
import type {
  AgreementFiguresView,
  EngagementFiguresView,
  FollowUpFiguresView,
  PartnershipReportQuery,
  PartnershipReportView,
  ReportCountsView,
  ReportedStatus,
  ReportFiltersView,
} from './reports.dto.js';

type Counts<Name extends string> = Partial<Record<Name, number>> | null;

interface TypeAndStatus {
  readonly type: AgreementType;
  readonly status: ReportedStatus;
  readonly number: number;
}

/** What the statement yields. Of statuses, kinds and outcomes it names those that occur. */
interface PartnershipReportRow extends ReportFiltersView {
  readonly marking: Marking;
  readonly agreements: Omit<AgreementFiguresView, 'statusOn' | 'byStatus' | 'byType'> & {
    byStatus: Counts<ReportedStatus>;
    byType: readonly TypeAndStatus[];
  };
  readonly engagements: Omit<EngagementFiguresView, 'byKind' | 'byMonth'> & {
    byKind: Counts<InteractionKind>;
    byMonth: Counts<string>;
  };
  readonly followUps: Counts<FollowUpOutcome>;
}

interface NamedChoice {
  readonly id: string;
  readonly name: string;
}

/** A strand's id is its code. Retired strands are among them: records of the past have them. */
export interface ReportChoices {
  readonly agencies: readonly NamedChoice[];
  readonly institutions: readonly NamedChoice[];
  readonly strands: readonly NamedChoice[];
}

/** Reads of reports: one statement each. */
@Injectable()
export class ReportQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** What the report can be narrowed to. */
  async choices(actor: UserActor): Promise<ReportChoices> {
    const today = this.clock.today();
    const row = await this.work.readOne<ReportChoices>(
      actor,
      sql`select ${bodiesOfKinds(agencyKinds, today)} as agencies, ${bodiesOfKinds(outsideKinds, today)} as institutions,
        ${listOf(sql`select json_agg(json_build_object('id', t.code, 'name', t.label) order by t.position, t.label, t.id)
          from vocabulary_terms t where t.scheme = 'strand'`)} as strands`,
    );
    return row!;
  }

  async partnerships(actor: UserActor, query: PartnershipReportQuery): Promise<PartnershipReportView> {
    const today = this.clock.today();
    refuse(problemsOfPeriod(query, today));
    const period = periodOf(query, today);
    const scope = new ReportScope(actor, query, today);
    const row = await this.work.readOne<PartnershipReportRow>(actor, partnershipReportSql(scope, query, period, today));
    const { marking, agency, organisation, strand, agreements, engagements, followUps } = row!;
    refuse(problemsOfFilters(query, { agency, organisation, strand }));
    const statusOn = statusDayOf(period, today);
    return {
      marking,
      generatedAt: this.clock.now(),
      ...period,
      filters: { agency, organisation, strand },
      counts: countsOf(scope),
      agreements: {
        statusOn,
        ...agreements,
        byStatus: byStatus(agreements.byStatus, statusOn === today),
        byType: byType(agreements.byType),
      },
      engagements: {
        ...engagements,
        byKind: interactionKinds.map((kind) => ({ kind, total: engagements.byKind?.[kind] ?? 0 })),
        byMonth: monthsOf(period).map((month) => ({ month, total: engagements.byMonth?.[month] ?? 0 })),
      },
      followUps: followUpFigures(followUps),
    };
  }
}

/** Bodies that have not ended, by name. The registers are the same for everybody who may read a report. */
function bodiesOfKinds(kinds: readonly string[], today: CalendarDate): Sql {
  return listOf(sql`select json_agg(${namedRef('o')} order by o.name, o.id) from organisations o
    where o.kind = any(${kinds}) and ${notEnded('o', today)}`);
}

/** Every status that can occur on the day, also those that do not. */
function byStatus(counts: Counts<ReportedStatus>, isToday: boolean): AgreementFiguresView['byStatus'] {
  const before: readonly ReportedStatus[] = ['draft', 'in_approval', 'awaiting_signature'];
  const statuses = isToday
    ? agreementStatuses
    : ['in_preparation' as const, ...agreementStatuses.filter((status) => !before.includes(status))];
  return statuses.map((status) => ({ status, total: counts?.[status] ?? 0 }));
}

/** The types that occur, the most frequent first, each with the statuses that occur in their order. */
function byType(counts: readonly TypeAndStatus[]): AgreementFiguresView['byType'] {
  const order: readonly ReportedStatus[] = ['in_preparation', ...agreementStatuses];
  return agreementTypes
    .map((type) => {
      const byStatus = counts
        .filter((one) => one.type === type)
        .sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))
        .map(({ status, number }) => ({ status, total: number }));
      return { type, total: byStatus.reduce((sum, { total }) => sum + total, 0), byStatus };
    })
    .filter(({ total }) => total > 0)
    .sort((one, other) => other.total - one.total);
}

function followUpFigures(counts: Counts<FollowUpOutcome>): FollowUpFiguresView {
  const figures = Object.fromEntries(followUpOutcomes.map((outcome) => [outcome, counts?.[outcome] ?? 0]));
  const total = Object.values(figures).reduce((sum, number) => sum + number, 0);
  return { total, ...(figures as Record<FollowUpOutcome, number>) };
}

function countsOf({ countsEveryRecord }: ReportScope): ReportCountsView {
  return countsEveryRecord
    ? { scope: 'every_record', sentence: 'Counts every record of every agency. It opens none of them.' }
    : {
        scope: 'visible_to_you',
        sentence: 'Counts the agreements, interactions and follow-ups that you may read. There may be others.',
      };
}

/** A filter that names nothing would make a report of noughts that looks like an answer. */
function problemsOfFilters(query: PartnershipReportQuery, found: ReportFiltersView): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (query.agencyId && !found.agency)
    problems.push({ pointer: '?agencyId', detail: 'This names an agency that is not there. Select another.' });
  if (query.organisationId && !found.organisation)
    problems.push({
      pointer: '?organisationId',
      detail: 'This names an organisation that is not there. Select another.',
    });
  if (query.strand && !found.strand)
    problems.push({ pointer: '?strand', detail: 'This is not a code of the vocabulary of strands. Select another.' });
  return problems;
}

function refuse(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}
