import { Module, type DynamicModule } from '@nestjs/common';
import type { DatedSubject } from '../../kernel/contracts.js';
import { BankHolidaysModule } from '../bank-holidays/bank-holidays.module.js';
import { NotificationsApiController } from './inbox/notifications.api.controller.js';
import { NotificationQueries } from './inbox/notifications.queries.js';
import { NotificationsService } from './inbox/notifications.service.js';
import { NotificationsWebController } from './inbox/notifications.web.controller.js';
import { MailPreferencesApiController } from './delivery/mail-preferences.api.controller.js';
import { MailPreferencesService } from './delivery/mail-preferences.service.js';
import { MailPreferencesWebController } from './delivery/mail-preferences.web.controller.js';
import { UnsubscribeLinks } from './delivery/unsubscribe-links.js';
import { UnsubscribeWebController } from './delivery/unsubscribe.web.controller.js';
import { ReminderDecisions } from './reminder.decisions.js';
import { ReminderMessages } from './reminder.messages.js';
import { ReminderPlan } from './reminder.plan.js';
import { ReminderRecipients } from './reminder.recipients.js';
import { ReminderSender } from './reminder.sender.js';
import { RemindersApiController } from './reminders.api.controller.js';
import { ReminderQueries } from './reminders.queries.js';
import { RemindersWebController } from './reminders.web.controller.js';
import { RemindersWorker } from './reminders.worker.js';
import { ResendsApiController } from './resends/resends.api.controller.js';
import { ResendsService } from './resends/resends.service.js';
import { ResendsWebController } from './resends/resends.web.controller.js';
import { ReminderRulePreviews } from './rules/reminder-rule.previews.js';
import { ReminderRuleTrials } from './rules/reminder-rule.trials.js';
import { ReminderRulesApiController } from './rules/reminder-rules.api.controller.js';
import { ReminderRuleQueries } from './rules/reminder-rules.queries.js';
import { ReminderRulesService } from './rules/reminder-rules.service.js';
import { ReminderRulesWebController } from './rules/reminder-rules.web.controller.js';
import { SubjectRegister } from './subject-register.js';

@Module({})
export class RemindersModule {
  /** With every date that a rule may be about, as the features export them. */
  static about(subjects: readonly DatedSubject[]): DynamicModule {
    return {
      module: RemindersModule,
      imports: [BankHolidaysModule],
      controllers: [
        RemindersApiController,
        RemindersWebController,
        ResendsApiController,
        ResendsWebController,
        NotificationsApiController,
        NotificationsWebController,
        MailPreferencesApiController,
        MailPreferencesWebController,
        UnsubscribeWebController,
        ReminderRulesApiController,
        ReminderRulesWebController,
      ],
      providers: [
        { provide: SubjectRegister, useValue: new SubjectRegister(subjects) },
        ReminderPlan,
        ReminderDecisions,
        ReminderRecipients,
        ReminderMessages,
        ReminderSender,
        ReminderQueries,
        ResendsService,
        MailPreferencesService,
        UnsubscribeLinks,
        NotificationQueries,
        NotificationsService,
        ReminderRuleQueries,
        ReminderRulePreviews,
        ReminderRuleTrials,
        ReminderRulesService,
        RemindersWorker,
      ],
    };
  }
}
