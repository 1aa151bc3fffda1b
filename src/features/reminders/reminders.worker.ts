import { Injectable } from '@nestjs/common';
import { systemActor } from '../../kernel/actor.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Handles } from '../../platform/jobs/define.js';
import { ReminderDecisions } from './reminder.decisions.js';
import { ReminderPlan } from './reminder.plan.js';
import { ReminderSender } from './reminder.sender.js';
import { planAgreement, planFollowUp, planObligation, sweep } from './reminders.jobs.js';

@Injectable()
export class RemindersWorker {
  constructor(
    private readonly work: UnitOfWork,
    private readonly plan: ReminderPlan,
    private readonly decisions: ReminderDecisions,
    private readonly sender: ReminderSender,
  ) {}

  @Handles(sweep)
  async sweep(): Promise<void> {
    await this.work.transaction(systemActor(sweep.name), (tx) => this.plan.run(tx));
    await this.decisions.decideAll();
    await this.sender.sendAll();
  }

  @Handles(planAgreement)
  planAgreement(tx: Transaction, { agreementId }: Record<string, string>): Promise<void> {
    return this.plan.run(tx, { recordKind: 'agreement', recordId: agreementId });
  }

  @Handles(planFollowUp)
  planFollowUp(tx: Transaction, { followUpId }: Record<string, string>): Promise<void> {
    return this.plan.run(tx, { recordKind: 'follow_up', recordId: followUpId });
  }

  @Handles(planObligation)
  planObligation(tx: Transaction, { obligationId }: Record<string, string>): Promise<void> {
    return this.plan.run(tx, { recordKind: 'obligation', recordId: obligationId });
  }
}
