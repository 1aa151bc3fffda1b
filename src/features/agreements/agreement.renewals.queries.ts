import { Injectable } from '@nestjs/common';
import sql, { empty } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import type { Marking } from '../../kernel/marking.js';
import type { CursorParts, Page } from '../../kernel/page.js';
import { namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import type { AgreementStatus, AgreementType } from './agreement.lifecycle.js';
import { noticeDeadlineSql, statusSql } from './agreement.status.sql.js';
import { visibleAgreements } from './agreement.visibility.js';

/** An agreement in force with something to decide: it ends, notice on it has a last day, or it is to be reviewed. */
export interface Renewal {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly type: AgreementType;
  readonly status: AgreementStatus;
  readonly marking: Marking;
  readonly owner: { readonly id: string; readonly name: string } | null;
  readonly effectiveOn: CalendarDate | null;
  readonly endOn: CalendarDate | null;
  readonly noticeDeadlineOn: CalendarDate | null;
  readonly reviewOn: CalendarDate | null;
  /** The first of those three within the time that was asked for. */
  readonly nextOn: CalendarDate;
}

const limit = 100;

/** The decisions about agreements that lie ahead. */
@Injectable()
export class RenewalQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * The agreements in force that the actor may see and that end, have their last day of notice or are reviewed until a day, the
   * nearest first. Those for which an earlier end is set already are left out: nothing is to be decided. The three dates are read
   * from their indexes, and each agreement is looked up once (`offset 0`), so that a page costs the same however many there are.
   */
  async until(actor: UserActor, to: CalendarDate, cursor?: string): Promise<Page<Renewal>> {
    const today = this.clock.today();
    const after = cursorOf(cursor, 'date', 'id');
    const notice = noticeDeadlineSql('a');
    const rows = await this.work.read<Renewal & { cursorKey: CursorParts }>(
      actor,
      sql`with dated as (
          select a.id, a.end_on as day from agreements a where a.stage = 'executed' and a.end_on between ${today}::date and ${to}::date
          union all select a.id, ${notice} from agreements a where a.stage = 'executed' and ${notice} between ${today}::date and ${to}::date
          union all select a.id, a.review_on from agreements a where a.stage = 'executed' and a.review_on between ${today}::date and ${to}::date),
        due as materialized (select id, min(day) as day from dated group by id)
        select a.*, due.day as "nextOn", json_build_array(due.day, due.id) as "cursorKey"
        from due cross join lateral (
          select a.id, a.reference, a.title, a.type, ${statusSql('a', today)} as status, a.marking, ${namedRef('owner')} as owner,
            a.effective_on as "effectiveOn", a.end_on as "endOn", ${notice} as "noticeDeadlineOn", a.review_on as "reviewOn"
          from agreements a left join users owner on owner.id = a.owner_user_id
          where a.id = due.id and a.terminated_on is null and a.superseded_on is null
            and ${statusSql('a', today)} in ('active', 'expiring', 'notice_window') and ${visibleAgreements(actor, 'a', today)}
          offset 0) a
        ${after === null ? empty : sql`where (due.day, due.id) > (${after[0]}::date, ${after[1]}::uuid)`}
        order by due.day, due.id limit ${limit + 1}`,
    );
    return keysetPage<Renewal>(rows, limit);
  }
}
