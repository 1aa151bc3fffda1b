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
import type { BankHolidays } from '../../../kernel/working-days.js';
import { BankHolidaysService } from '../../bank-holidays/bank-holidays.service.js';
import { anchorsWithin } from '../reminder.rules.js';
import { daysSql, timingColumns } from '../reminder.wanted.sql.js';
import { warningOfDays } from './reminder-rule.timing.js';
import { reminderLetter } from '../reminder.letters.js';
import type { ReminderTemplate } from '../reminder.templates.js';
import { SubjectRegister } from '../subject-register.js';
import type { ReminderRuleList, ReminderRuleView } from './reminder-rules.dto.js';

type RuleRow = Omit<ReminderRuleView, 'example' | 'next30Days' | 'warning'> & { template: ReminderTemplate };

const soonDays = 30;

/** Reads of the rules, each with how much it sends soon and its mail for an invented record. */
@Injectable()
export class ReminderRuleQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
    private readonly bankHolidays: BankHolidaysService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list(actor: UserActor): Promise<ReminderRuleList> {
    const rows = await this.work.read<RuleRow>(actor, rulesSql(sql`true`));
    return { items: await this.viewsOf(actor, rows, (statement) => this.work.read(actor, statement)) };
  }

  async show(actor: UserActor, id: string): Promise<ReminderRuleView> {
    const row = await this.work.readOne<RuleRow>(actor, rulesSql(sql`rule.id = ${id}`));
    if (!row) throw notFound('reminder rule');
    const [view] = await this.viewsOf(actor, [row], (statement) => this.work.read(actor, statement));
    return view;
  }

  /** What a write answers with, from its own transaction. */
  async within(tx: Transaction, actor: UserActor, id: string): Promise<ReminderRuleView> {
    const rows = await tx.query<RuleRow>(rulesSql(sql`rule.id = ${id}`));
    const [view] = await this.viewsOf(actor, rows, (statement) => tx.query(statement));
    return view;
  }

  private async viewsOf(
    actor: UserActor,
    rules: readonly RuleRow[],
    read: (statement: Sql) => Promise<{ id: string; count: number }[]>,
  ): Promise<ReminderRuleView[]> {
    if (rules.length === 0) return [];
    const today = this.clock.today();
    const holidays = await this.bankHolidays.known(actor);
    const soon = new Map((await read(this.soonSql(actor, rules, holidays))).map(({ id, count }) => [id, count]));
    return rules.map(({ template, ...rule }) => ({
      ...rule,
      warning: warningOfDays(rule, anchorsWithin(rule, today).to, holidays),
      next30Days: soon.get(rule.id) ?? 0,
      example: this.exampleOf(rule, template, today),
    }));
  }

  /**
   * How many of each rule in use fall due soon: in one statement. Administrators' figures count every record and open none of
   * them; who is told is not asked, so whoever else is told does not count.
   */
  private soonSql(actor: UserActor, rules: readonly RuleRow[], holidays: BankHolidays): Sql {
    const today = this.clock.today();
    const until = addDays(today, soonDays);
    const counts = rules.map((rule) => {
      const subject = this.subjects.of(rule.subject);
      const visible = actor.role === 'admin' ? everything : subject.visibleTo(actor, 'record', today);
      const anchors = { from: anchorsWithin(rule, today).from, to: anchorsWithin(rule, until).to };
      return sql`select ${rule.id}::uuid as id, count(*)::integer as count
        from (${subject.select(anchors.from, anchors.to, today)}) s ${daysSql(rule, anchors, holidays)}
        where ${rule.enabled} and days.send_on between ${today}::date and ${until}::date
          and exists (select 1 from ${raw(subject.table)} record where record.id = s."recordId" and ${visible})
          and not exists (select 1 from reminders done where done.rule_id = ${rule.id} and done.record_id = s."recordId"
            and done.anchor_on = s."anchorOn" and done.offset_days = days.offset_days and done.state in ('sent', 'skipped', 'failed'))`;
    });
    return join(counts, ' union all ');
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
        : recordKind === 'expert'
          ? 'EXP-000000'
          : sentence(recordKind).replace(' ', '-');
    const link = path.replace(':reference', reference).replace(':id', 'the-record');
    const anchorOn = addDays(today, -offsets[0]);
    const facts = { template, reference, anchorOn, offsetDays: offsets[0] };
    const letter = reminderLetter({ ...facts, link: new URL(link, this.config.publicBaseUrl).href });
    const { subject: about, text } = bodiesOf(letter);
    return { subject: about, text };
  }
}

function rulesSql(where: Sql): Sql {
  return sql`select id, version, code, name, subject, enabled, ${timingColumns} from reminder_rules rule where ${where} order by code`;
}
