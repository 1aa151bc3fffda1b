import { Injectable } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { addDays, type CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import type { DatedSubject } from '../../../kernel/contracts.js';
import { everything } from '../../../platform/auth/visibility.js';
import { listOf, namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { BankHolidaysService } from '../../bank-holidays/bank-holidays.service.js';
import { anchorsWithin, lastDayDue, latestDays } from '../reminder.rules.js';
import { settledSql, wantedSql, type PlannedTime } from '../reminder.wanted.sql.js';
import { ruleWith, warningOfDays, type LookedAtRule } from './reminder-rule.timing.js';
import { SubjectRegister } from '../subject-register.js';
import type { PreviewQuery, ReminderRulePreview } from './reminder-rules.dto.js';

const previewedDays = 90;
const mostShown = 200;

/** Whom a rule would reach in the coming days: what the plan would want and the decisions would let go out. It writes nothing. */
@Injectable()
export class ReminderRulePreviews {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
    private readonly bankHolidays: BankHolidaysService,
  ) {}

  async of(actor: UserActor, id: string, query: PreviewQuery): Promise<ReminderRulePreview> {
    const rule = await ruleWith(this.work, actor, { id, timing: query });
    const holidays = await this.bankHolidays.known(actor);
    const from = this.clock.today();
    const until = addDays(from, previewedDays);
    const anchors = { from: anchorsWithin(rule, from).from, to: anchorsWithin(rule, until).to };
    const found = await this.work.readOne<Pick<ReminderRulePreview, 'total' | 'days' | 'recipients' | 'items'>>(
      actor,
      this.previewSql(actor, rule, { until, time: { anchors, today: from, holidays } }),
    );
    const { offsets, dayCount, repeatEvery, repeatTimes, escalateAfter, enabled } = rule;
    const timing = { offsets, dayCount, repeatEvery, repeatTimes, escalateAfter };
    const warning = warningOfDays(rule, anchors.to, holidays);
    return { ruleId: id, ...timing, enabled, warning, from, to: until, ...found! };
  }

  private previewSql(
    actor: UserActor,
    rule: LookedAtRule,
    { until, time }: { until: CalendarDate; time: PlannedTime },
  ): Sql {
    const subject = this.subjects.of(rule.subject);
    const { today } = time;
    return sql`
      with waiting as materialized (
        select w.* from (${wantedSql(rule, subject, time, { stillOpen: rule.id })}) w where not ${settledSql(rule.id, 'w')}
      ),
      upcoming as materialized (
        select w.record_id, w.reference, w.anchor_on, w.offset_days, greatest(w.send_on, ${today}::date) as send_on,
          w.recipient_user_id, known.readable, known.told
        from waiting w cross join lateral (${knownSql(actor, subject, today)}) known
        where ${actor.role === 'admin' ? everything : sql`known.readable`} and w.send_on <= ${until}::date
          and ${this.stillSentSql(rule, today)}
      )
      select (select count(*)::integer from upcoming) as total,
        ${listOf(sql`select json_agg(json_build_object('sendOn', day.send_on, 'count', day.count) order by day.send_on)
          from (select send_on, count(*) as count from upcoming group by send_on) day`)} as days,
        ${listOf(sql`select json_agg(json_build_object('recipient', ${namedRef('u')}, 'count', one.count) order by one.count desc, u.name, u.id)
          from (select recipient_user_id, count(*) as count from upcoming where told group by recipient_user_id
            order by count desc, recipient_user_id limit ${mostShown}) one
          left join users u on u.id = one.recipient_user_id`)} as recipients,
        ${listOf(sql`select json_agg(shown.item order by shown.position)
          from (select row_number() over (${byDay}) as position, json_build_object('sendOn', p.send_on, 'anchorOn', p.anchor_on,
              'offsetDays', p.offset_days, 'record', json_build_object('kind', ${subject.recordKind}::text, 'id', p.record_id,
              'reference', p.reference), 'withheld', not p.told, 'recipient', case when p.told then ${namedRef('u')} end) as item
            from upcoming p left join users u on u.id = p.recipient_user_id
            where p.readable order by position limit ${mostShown}) shown`)} as items`;
  }

  /** What `decide` says in reminder.rules.ts, of those whose day has passed: one catch-up, for as long as it is worth sending. */
  private stillSentSql({ id }: LookedAtRule, today: CalendarDate): Sql {
    const until = lastDayDue(this.clock.now(), today);
    const due = (row: string): Sql => {
      const r = raw(row);
      return sql`${r}.record_id = w.record_id and ${r}.anchor_on = w.anchor_on and ${r}.send_on > w.send_on and ${r}.send_on <= ${until}::date`;
    };
    return sql`(w.send_on > ${until}::date or (
      case when w.offset_days < 0 then w.anchor_on >= ${today}::date else w.send_on >= ${addDays(today, -latestDays)}::date end
      and not exists (select 1 from waiting later where ${due('later')})
      and not exists (select 1 from reminders sent where sent.rule_id = ${id} and ${due('sent')}
        and (sent.state = 'sent' or (sent.state = 'scheduled' and sent.message_id is not null)))))`;
  }
}

const byDay = sql`order by p.send_on, case when p.told then u.name end, p.reference, p.record_id, p.offset_days`;

/** Whether the reader may read the record, and whether they are told whom its reminders go to (as in the ledger). */
export function knownSql(actor: UserActor, subject: DatedSubject, today: CalendarDate): Sql {
  const told =
    actor.role === 'admin'
      ? everything
      : sql`coalesce(w.agency_id = ${actor.agencyId} or w.recipient_user_id = ${actor.userId}, false)`;
  return sql`select ${told} as told, coalesce((select true from ${raw(subject.table)} record
    where record.id = w.record_id and ${subject.visibleTo(actor, 'record', today)}), false) as readable`;
}
