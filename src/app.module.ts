import { Module, type DynamicModule } from '@nestjs/common';
import { accessPolicy } from './access.js';
import { Agreement } from './features/agreements/agreement.entity.js';
import { agreementEndSubject, noticeDeadlineSubject } from './features/agreements/agreement.subjects.js';
import { AgreementsModule } from './features/agreements/agreements.module.js';
import { RemindersModule } from './features/reminders/reminders.module.js';
import { planAgreement, planFollowUp, sweep } from './features/reminders/reminders.jobs.js';
import { User } from './features/users/user.entity.js';
import { UsersModule } from './features/users/users.module.js';
import { ClockApiController } from './demonstration/clock.api.controller.js';
import type { DatedSubject } from './kernel/contracts.js';
import type { Clock } from './kernel/clock.js';
import type { Config } from './platform/config.js';
import type { JobDefinition } from './platform/jobs/define.js';
import { PlatformModule } from './platform/platform.module.js';

/** Every entity, for the one data source. */
export const entities = [User, Agreement];

/** Every job of the product and its schedule: the one list. */
export const jobs: readonly JobDefinition[] = [sweep, planAgreement, planFollowUp];

/** Every date that a reminder rule may be about. */
export const datedSubjects: readonly DatedSubject[] = [agreementEndSubject, noticeDeadlineSubject];

export interface AppParts {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly clock: Clock;
}

/** The product: the platform and its features, wired. */
@Module({})
export class AppModule {
  static with(parts: AppParts): DynamicModule {
    return {
      module: AppModule,
      controllers: parts.config.demonstration ? [ClockApiController] : [],
      imports: [
        PlatformModule.with({ ...parts, entities, jobs, policy: accessPolicy() }),
        UsersModule,
        AgreementsModule,
        RemindersModule.about(datedSubjects),
      ],
    };
  }
}
