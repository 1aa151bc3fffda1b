import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { inOrder, problemsOfTiming } from '../reminder.offsets.rules.js';
import { offsetSides, type ReminderTemplate } from '../reminder.templates.js';
import { ReminderRule } from './reminder-rule.entity.js';
import type { ChangeReminderRuleDto, ReminderRuleView } from './reminder-rules.dto.js';
import { ReminderRuleQueries } from './reminder-rules.queries.js';

/** Writes of the rules. The next sweep, a minute away at most, brings the ledger in step: nothing is planned here. */
@Injectable()
export class ReminderRulesService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly queries: ReminderRuleQueries,
  ) {}

  /** `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangeReminderRuleDto): Promise<ReminderRuleView> {
    return this.work.transaction(actor, async (tx) => {
      const rule = await tx.lock(ReminderRule, sql`record.id = ${id}`, version);
      if (rule === null) throw notFound('reminder rule');
      const before = { ...rule };
      Object.assign(rule, dto, { offsets: inOrder(dto.offsets ?? rule.offsets), updatedAt: tx.now });
      const problems = problemsOfTiming(rule, offsetSides[rule.template as ReminderTemplate]);
      if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
      await tx.update(ReminderRule, rule);
      const record = { kind: 'reminder_rule', id };
      await this.audit.record(tx, 'reminder-rule.change', record, before as never, rule as never);
      return this.queries.within(tx, actor, id);
    });
  }
}
