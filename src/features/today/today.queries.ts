import { Inject, Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import type { Arrival } from '../../kernel/contracts.js';
import type { Marking } from '../../kernel/marking.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { noticeDeadlineSql, presentEndSql, statusSql } from '../agreements/agreement.status.sql.js';
import { coveredForBy } from '../users/user.conditions.js';
import { visibleAgreements } from '../agreements/agreement.visibility.js';

/** What arrives for people: the features' own, collected in `app.module.ts`. */
export const ARRIVALS = Symbol('arrivals');

export interface ArrivedLine {
  readonly id: string;
  readonly recordKind: string;
  readonly title: string;
  readonly said: string;
  readonly marking: Marking;
  readonly at: Date;
  readonly href: string;
}

export interface DecisionLine {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly marking: Marking;
  /** `notice`: the last day notice counts; `ending`: the last day in force; `approval`: asked of the reader. */
  readonly kind: 'notice' | 'ending' | 'approval';
  /** The amendment that is to be decided, where it is not the agreement. */
  readonly amendmentNumber: number | null;
  /** Null for a decision without a day. */
  readonly dayOn: CalendarDate | null;
}

/** What only the first page asks: one statement a list. */
@Injectable()
export class TodayQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    @Inject(ARRIVALS) private readonly arrivals: readonly Arrival[],
  ) {}

  /** What arrived for the reader after an instant, latest first. */
  async arrived(actor: UserActor, since: Date, limit: number): Promise<ArrivedLine[]> {
    const today = this.clock.today();
    const parts = this.arrivals.map(
      ({ name, select }) => sql`select ${name}::text as name, arrived.* from (${select(actor, since, today)}) arrived`,
    );
    const rows = await this.work.read<{ name: string; recordId: string } & Omit<ArrivedLine, 'id' | 'href'>>(
      actor,
      sql`${join(parts, ' union all ')} order by at desc, "recordId" limit ${limit}`,
    );
    return rows.map(({ name, recordId, ...line }) => {
      const { path, recordKind } = this.arrivals.find((one) => one.name === name)!;
      return { ...line, id: recordId, recordKind, href: path.replace(':id', recordId) };
    });
  }

  /** What the reader has to decide by a day: agreements they look after that run out, and approvals asked of them. */
  decisions(actor: UserActor, limit: number): Promise<DecisionLine[]> {
    const today = this.clock.today();
    const status = statusSql('a', today);
    return this.work.read(
      actor,
      sql`
        select a.id, a.reference, a.title, a.marking, 'approval' as kind, min(w.due_on) as "dayOn", m.number as "amendmentNumber"
        from agreement_approvals w join agreements a on a.id = w.agreement_id
        left join agreement_amendments m on m.id = w.amendment_id
        where (w.assignee_user_id = ${actor.userId} or w.assignee_user_id in (${coveredForBy(actor.userId, today)}))
          and w.decision is null and w.asked_at is not null and coalesce(m.stage, a.stage) = 'in_approval' and ${visibleAgreements(actor, 'a', today)}
        group by a.id, m.id
        union all
        select a.id, a.reference, a.title, a.marking, case ${status} when 'notice_window' then 'notice' else 'ending' end,
          case ${status} when 'notice_window' then ${noticeDeadlineSql('a', today)} else ${presentEndSql('a', today)} end, null
        from agreements a
        where ${actor.userId} in (a.owner_user_id, a.deputy_user_id) and ${status} in ('notice_window', 'expiring')
          and ${visibleAgreements(actor, 'a', today)}
        order by "dayOn" nulls first, reference
        limit ${limit}`,
    );
  }
}
