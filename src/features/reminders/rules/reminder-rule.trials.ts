import { Inject, Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { addDays, daysBetween, isAfter, type CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import { BankHolidaysService } from '../../bank-holidays/bank-holidays.service.js';
import { anchorsWithin, decide, lastDayDue } from '../reminder.rules.js';
import { bodiesOf } from '../../../platform/mail/letter.js';
import { reminderLetter } from '../reminder.letters.js';
import { wantedSql, type PlannedTime } from '../reminder.wanted.sql.js';
import type { ReminderState } from '../reminders.dto.js';
import { SubjectRegister } from '../subject-register.js';
import { knownSql } from './reminder-rule.previews.js';
import { ruleWith, warningOfDays, type LookedAtRule } from './reminder-rule.timing.js';
import type { ReminderRuleTrial, TrialQuery } from './reminder-rules.dto.js';

/** Dates further ahead than this are left out of a trial. */
const triedDays = 730;
const mostShown = 100;

type Tried = Omit<ReminderRuleTrial['items'][number], 'state' | 'reason' | 'mail'> & {
  readonly state: ReminderState | null;
  readonly reason: string | null;
};

/** What a rule does about one record: what stands in the ledger, and of the rest what the engine would decide. It writes nothing. */
@Injectable()
export class ReminderRuleTrials {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
    private readonly bankHolidays: BankHolidaysService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async of(actor: UserActor, id: string, { record, ...timing }: TrialQuery): Promise<ReminderRuleTrial> {
    const rule = await ruleWith(this.work, actor, { id, timing });
    const holidays = await this.bankHolidays.known(actor);
    const today = this.clock.today();
    const to = addDays(today, triedDays);
    const time = { anchors: { from: anchorsWithin(rule, today).from, to }, today, holidays };
    const rows = await this.work.read<Tried>(actor, this.triedSql(actor, rule, { record, time }));
    const warning = warningOfDays(rule, to, holidays);
    return { ruleId: id, to, warning, items: rows.map((row) => this.shown(rule, row, rows)) };
  }

  /**
   * Administrators see of a record that they name when its reminders go out and to whom, as in a preview, and nothing else of
   * it; what is for named people only they may not try at all.
   */
  private triedSql(actor: UserActor, rule: LookedAtRule, { record, time }: { record: string; time: PlannedTime }): Sql {
    const subject = this.subjects.of(rule.subject);
    const open = actor.role === 'admin' ? sql`not w.for_named_only` : sql`known.readable and known.told`;
    return sql`
      with wanted as materialized (${wantedSql(rule, subject, time)})
      select w.send_on as "sendOn", w.anchor_on as "anchorOn", w.offset_days as "offsetDays", w.told_as as "toldAs",
        json_build_object('kind', ${subject.recordKind}::text, 'id', w.record_id, 'reference', w.reference) as record,
        ${namedRef('u')} as recipient, kept.state, kept.reason
      from wanted w cross join lateral (${knownSql(actor, subject, time.today)}) known
      left join users u on u.id = w.recipient_user_id
      left join lateral (select r.state, r.reason from reminders r where r.rule_id = ${rule.id} and r.record_id = w.record_id
        and r.anchor_on = w.anchor_on and r.offset_days = w.offset_days and r.state in ('sent', 'skipped', 'failed')
        order by (r.recipient_user_id is not distinct from w.recipient_user_id) desc, r.updated_at desc limit 1) kept on true
      where (w.record_id::text = ${record.toLowerCase()} or w.reference = ${record.toUpperCase()}) and ${open}
      order by w.send_on, w.record_id, w.offset_days, w.told_as desc limit ${mostShown}`;
  }

  private shown(rule: LookedAtRule, row: Tried, all: readonly Tried[]): ReminderRuleTrial['items'][number] {
    const { state, reason, ...tried } = row;
    const settled = state === null ? this.decided(row, all) : { state, reason };
    const { reference, id } = row.record;
    const path = this.subjects.of(rule.subject).path.replace(':reference', reference).replace(':id', id);
    const link = new URL(path, this.config.publicBaseUrl).href;
    const facts = {
      template: rule.template,
      ruleSubject: rule.subject,
      recordId: id,
      reference,
      anchorOn: row.anchorOn,
      link,
    };
    const { subject, text } = bodiesOf(reminderLetter({ ...facts, offsetDays: daysBetween(row.anchorOn, row.sendOn) }));
    return { ...tried, ...settled, mail: { subject, text } };
  }

  private decided(row: Tried, all: readonly Tried[]): { state: ReminderState; reason: string | null } {
    const [now, today] = [this.clock.now(), this.clock.today()];
    const until = lastDayDue(now, today);
    const latestDueOn = all
      .filter(
        ({ record, anchorOn, sendOn }) =>
          record.id === row.record.id && anchorOn === row.anchorOn && !isAfter(sendOn, until),
      )
      .reduce<CalendarDate>((latest, { sendOn }) => (isAfter(sendOn, latest) ? sendOn : latest), row.sendOn);
    const decision = decide({ ...row, latestDueOn, recipientUserId: row.recipient?.id ?? null }, now, today);
    return decision.action === 'skip'
      ? { state: 'skipped', reason: decision.reason }
      : { state: 'scheduled', reason: null };
  }
}
