import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { newId } from '../../kernel/identifier.js';
import { highestMarking } from '../../kernel/marking.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { ReadLog } from '../../platform/audit/read-log.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { requestContext } from '../../platform/web/request-context.js';
import { partnershipReportCsv } from './partnership.report.csv.js';
import type { PartnershipReportQuery, PartnershipReportView } from './reports.dto.js';
import { ReportQueries } from './reports.queries.js';

/** Reports as they leave the product: what they disclose is kept. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly queries: ReportQueries,
    private readonly readings: ReadLog,
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  async partnerships(actor: UserActor, query: PartnershipReportQuery): Promise<PartnershipReportView> {
    const report = await this.queries.partnerships(actor, query);
    await this.keepReading(actor, report);
    return report;
  }

  /** The report as CSV text. Leaving as a file is a disclosure, audited before the answer (SEC-V4). */
  async exportPartnerships(actor: UserActor, query: PartnershipReportQuery): Promise<string> {
    const report = await this.partnerships(actor, query);
    await this.work.transaction(actor, (tx) =>
      this.audit.record(tx, 'report.export', { kind: 'report', id: newId() }, null, disclosed(query, report)),
    );
    return partnershipReportCsv(report);
  }

  /** The agreements that end next are named, so each of them has been read. */
  private async keepReading(actor: UserActor, { agreements }: PartnershipReportView): Promise<void> {
    const context = requestContext();
    const opened = agreements.endsNext.filter(({ id }) => id !== null);
    await this.readings.keep({
      actor,
      route: context?.route ?? '',
      recordKind: 'agreement',
      recordIds: opened.flatMap(({ id }) => id ?? []),
      marking: highestMarking(opened.flatMap(({ marking }) => marking ?? [])),
      requestId: context?.requestId ?? '',
    });
  }
}

/** What an export told: which report, of what, how many records it counts and which of them it names. */
function disclosed(
  { agencyId, organisationId, strand }: PartnershipReportQuery,
  { from, to, marking, counts, agreements, engagements, followUps }: PartnershipReportView,
): Record<string, unknown> {
  return {
    report: 'partnerships',
    format: 'csv',
    from,
    to,
    agencyId: agencyId ?? null,
    organisationId: organisationId ?? null,
    strand: strand ?? null,
    scope: counts.scope,
    marking,
    counted: { agreements: agreements.total, interactions: engagements.total, followUps: followUps.total },
    namedAgreementIds: agreements.endsNext.flatMap(({ id }) => id ?? []),
  };
}
