import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { addDays, addMonths, type CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifier.js';
import { highestMarking } from '../../../kernel/marking.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { ReadLog } from '../../../platform/audit/read-log.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { requestContext } from '../../../platform/web/request-context.js';
import { RenewalQueries } from '../agreement.renewals.queries.js';
import { renewalsCsv } from './renewals.csv.js';
import type { RenewalFilters } from './renewals.dto.js';

/** More than anybody reads, and few enough to be written at once. */
const mostExported = 5000;

/** The year that lies ahead, as every way to look at renewals takes it. */
export function comingYear(today: CalendarDate): { from: CalendarDate; to: CalendarDate } {
  return { from: today, to: addDays(addMonths(today, 12), -1) };
}

/** Renewals as they leave the product: what they disclose is kept. */
@Injectable()
export class RenewalsService {
  constructor(
    private readonly queries: RenewalQueries,
    private readonly clock: Clock,
    private readonly readings: ReadLog,
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** As CSV text. Leaving as a file is a disclosure, audited before the answer (SEC-V4). */
  async exported(actor: UserActor, filters: RenewalFilters): Promise<string> {
    const year = comingYear(this.clock.today());
    const { items, nextCursor } = await this.queries.until(actor, year.to, filters, { limit: mostExported });
    const context = requestContext();
    const marking = highestMarking(items.map((item) => item.marking));
    const recordIds = items.map(({ id }) => id);
    await this.readings.keep({
      actor,
      route: context?.route ?? '',
      recordKind: 'agreement',
      recordIds,
      marking,
      requestId: context?.requestId ?? '',
    });
    const told = {
      report: 'renewals',
      format: 'csv',
      ...year,
      filters: { ...filters },
      marking,
      agreementIds: recordIds,
    };
    await this.work.transaction(actor, (tx) =>
      this.audit.record(tx, 'agreement.export-renewals', { kind: 'report', id: newId() }, null, told),
    );
    return renewalsCsv(items, { ...year, more: nextCursor !== null });
  }
}
