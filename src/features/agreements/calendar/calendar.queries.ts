import { Injectable } from '@nestjs/common';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { addDays, type CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { noticeDeadlineSql, presentEndSql, statusSql } from '../agreement.status.sql.js';
import { visibleAgreements } from '../agreement.visibility.js';
import { occurrencesSql } from '../obligations/obligation.state.sql.js';
import { visibleObligations } from '../obligations/obligation.visibility.js';
import type { DatedEvent, FeedScope } from './calendar.rules.js';

/** The nearest are more than anybody looks at. */
const mostEvents = 1000;
/** What has just passed stays for a while, so that it does not vanish on its own day. */
const daysBack = 30;

/** The dates of agreements as a calendar has them: one statement. */
@Injectable()
export class CalendarQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends, last days of notice, reviews and obligations still owed, of what the reader may read now. Nothing OFFICIAL-SENSITIVE
   * is among it, because a calendar is kept outside this product.
   */
  events(actor: UserActor, scope: FeedScope): Promise<DatedEvent[]> {
    const today = this.clock.today();
    const from = addDays(today, -daysBack);
    // An academic looks after none: those that cover them are theirs.
    const everything = scope === 'all' || actor.role === 'academic';
    return this.work.read(
      actor,
      sql`select one.kind, one."recordId", one.reference, one.number, one.on, one.version, one."updatedAt"
        from (
          select dated.kind, a.id as "recordId", a.reference, null::integer as number, dated.day as on, a.version, a.updated_at as "updatedAt"
          from agreements a
          cross join lateral (values ('end', ${presentEndSql('a', today)}), ('notice', ${noticeDeadlineSql('a', today)}),
            ('review', a.review_on)) as dated (kind, day)
          where ${livingAgreements(actor, today)} ${everything ? empty : sql`and a.id in ${ownAgreements(actor)}`}
            and dated.day >= ${from}::date
          union all
          select 'obligation', o.id, a.reference, occurrence.number, occurrence.due_on, o.version, o.updated_at
          from ${everything ? sql`obligations o` : ownObligations(actor)} join agreements a on a.id = o.agreement_id
          cross join lateral (${occurrencesSql({ obligation: 'o', agreement: 'a' }, today)}) occurrence
          where a.stage = 'executed' and a.marking = 'OFFICIAL' and ${visibleObligations(actor, 'o', today)}
            and occurrence.number is not null and occurrence.state in ('open', 'due', 'overdue')
        ) one
        order by one.on, one.kind, one."recordId", one.number limit ${mostEvents}`,
    );
  }
}

/** Executed, OFFICIAL, and not at an end before their time. */
function livingAgreements(actor: UserActor, today: CalendarDate): Sql {
  return join(
    [
      sql`a.stage = 'executed' and a.marking = 'OFFICIAL' and a.terminated_on is null and a.superseded_on is null`,
      sql`${statusSql('a', today)} in ('signed', 'active', 'expiring', 'notice_window', 'expired')`,
      visibleAgreements(actor, 'a', today),
    ],
    ' and ',
  );
}

/** Asked by themselves, so that each is found by its index. */
function ownAgreements({ userId }: UserActor): Sql {
  return sql`(select kept.id from agreements kept where kept.owner_user_id = ${userId}
    union all select kept.id from agreements kept where kept.deputy_user_id = ${userId})`;
}

/** Each looked up once (`offset 0`), however many there are of everybody else. */
function ownObligations(actor: UserActor): Sql {
  return sql`(
      select owed.id from obligations owed where owed.owner_user_id = ${actor.userId}
      union select owed.id from ${ownAgreements(actor)} kept
        cross join lateral (select one.id from obligations one where one.agreement_id = kept.id offset 0) owed
    ) mine cross join lateral (select one.* from obligations one where one.id = mine.id offset 0) o`;
}
