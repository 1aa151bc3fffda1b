import { Inject, Injectable } from '@nestjs/common';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { addDays, type CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { everything } from '../../../platform/auth/visibility.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { bodiesOf } from '../../../platform/mail/letter.js';
import { sentence } from '../../../platform/pages/words.js';
import { earliestOffset, latestOffset } from '../reminder.offsets.rules.js';
import { reminderLetter } from '../reminder.letters.js';
import type { ReminderTemplate } from '../reminder.templates.js';
import { SubjectRegister } from '../subject-register.js';
import type { ReminderRuleList, ReminderRuleView } from './reminder-rules.dto.js';

type RuleRow = Omit<ReminderRuleView, 'example'> & { template: ReminderTemplate };

const soonDays = 30;

/** Reads of the rules, each with how much it sends soon and its mail for an invented record. */
@Injectable()
export class ReminderRuleQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list(actor: UserActor): Promise<ReminderRuleList> {
    const rows = await this.work.read<RuleRow>(actor, this.rulesSql(actor, sql`true`));
    return { items: rows.map((row) => this.viewOf(row)) };
  }

  async show(actor: UserActor, id: string): Promise<ReminderRuleView> {
    const row = await this.work.readOne<RuleRow>(actor, this.rulesSql(actor, sql`rule.id = ${id}`));
    if (!row) throw notFound('reminder rule');
    return this.viewOf(row);
  }

  /** What a write answers with, from its own transaction. */
  async within(tx: Transaction, actor: UserActor, id: string): Promise<ReminderRuleView> {
    const [row] = await tx.query<RuleRow>(this.rulesSql(actor, sql`rule.id = ${id}`));
    return this.viewOf(row);
  }

  private rulesSql(actor: UserActor, where: Sql): Sql {
    const today = this.clock.today();
    return sql`with dated as materialized (${this.datesAround(actor, today)})
      select rule.id, rule.version, rule.code, rule.name, rule.subject, rule.offsets, rule.enabled, rule.template,
        (select count(*)::integer from dated cross join unnest(rule.offsets) as days (offset_days)
          where rule.enabled and dated.subject = rule.subject
            and dated.anchor_on + days.offset_days between ${today}::date and ${addDays(today, soonDays)}::date
            and not exists (select 1 from reminders done where done.rule_id = rule.id and done.record_id = dated.record_id
              and done.anchor_on = dated.anchor_on and done.offset_days = days.offset_days
              and done.state in ('sent', 'skipped', 'failed'))) as "next30Days"
      from reminder_rules rule where ${where} order by rule.code`;
  }

  /** The dates of every subject that any offset can reach. Administrators' figures count every record and open none of them. */
  private datesAround(actor: UserActor, today: CalendarDate): Sql {
    const [from, to] = [addDays(today, -latestOffset), addDays(today, soonDays - earliestOffset)];
    const selects = this.subjects.subjects.map((subject) => {
      const visible = actor.role === 'admin' ? everything : subject.visibleTo(actor, 'record', today);
      return sql`select ${subject.name} as subject, s."recordId" as record_id, s."anchorOn" as anchor_on
        from (${subject.select(from, to, today)}) s
        where exists (select 1 from ${raw(subject.table)} record where record.id = s."recordId" and ${visible})`;
    });
    return join(selects, ' union all ');
  }

  private viewOf({ template, ...rule }: RuleRow): ReminderRuleView {
    return { ...rule, example: this.exampleOf(rule, template, this.clock.today()) };
  }

  private exampleOf(
    { subject, offsets }: Pick<ReminderRuleView, 'subject' | 'offsets'>,
    template: ReminderTemplate,
    today: CalendarDate,
  ): ReminderRuleView['example'] {
    const { recordKind, path } = this.subjects.of(subject);
    const reference =
      recordKind === 'agreement' || recordKind === 'obligation'
        ? 'AGR-2026-0000'
        : sentence(recordKind).replace(' ', '-');
    const link = path.replace(':reference', reference).replace(':id', 'the-record');
    const anchorOn = addDays(today, -offsets[0]);
    const facts = { template, reference, anchorOn, offsetDays: offsets[0] };
    const letter = reminderLetter({ ...facts, link: new URL(link, this.config.publicBaseUrl).href });
    const { subject: about, text } = bodiesOf(letter);
    return { subject: about, text };
  }
}
