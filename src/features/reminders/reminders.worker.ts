import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { Handles } from '../../platform/jobs/define.js';
import { ReminderDecisions } from './reminder.decisions.js';
import { ReminderPlan } from './reminder.plan.js';
import { ReminderSender } from './reminder.sender.js';
import { planAgreement, planFollowUp, planObligation, sweep } from './reminders.jobs.js';

@Injectable()
export class RemindersWorker {
  constructor(
    private readonly plan: ReminderPlan,
    private readonly decisions: ReminderDecisions,
    private readonly sender: ReminderSender,
  ) {}

  @Handles(sweep)
  async sweep(): Promise<void> {
    await this.plan.all();
    await this.decisions.decideAll();
    await this.sender.sendAll();
  }

  @Handles(planAgreement)
  planAgreement(tx: Transaction, { agreementId }: Record<string, string>): Promise<void> {
    return this.plan.one(tx, { kind: 'agreement', id: agreementId });
  }

  @Handles(planFollowUp)
  planFollowUp(tx: Transaction, { followUpId }: Record<string, string>): Promise<void> {
    return this.plan.one(tx, { kind: 'follow_up', id: followUpId });
  }

  @Handles(planObligation)
  planObligation(tx: Transaction, { obligationId }: Record<string, string>): Promise<void> {
    return this.plan.one(tx, { kind: 'obligation', id: obligationId });
  }
}
