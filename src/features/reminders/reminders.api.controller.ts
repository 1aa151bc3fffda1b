import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { ReminderListQuery, ReminderPage, ReminderView } from './reminders.dto.js';
import { ReminderQueries } from './reminders.queries.js';

@ApiTags('reminders')
@ApiBearerAuth()
@Controller('api/v1')
export class RemindersApiController {
  constructor(private readonly queries: ReminderQueries) {}

  /** The ledger: what will be sent, what was, and why something was not; the latest day first. */
  @Permit('reminders.read')
  @Discloses('reminder')
  @Get('reminders')
  list(@CurrentActor() actor: UserActor, @Query() query: ReminderListQuery): Promise<ReminderPage> {
    return this.queries.list(actor, query);
  }

  /** One row of the ledger. */
  @Permit('reminders.read')
  @Discloses('reminder')
  @Get('reminders/:id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<ReminderView> {
    return this.queries.show(actor, id);
  }
}
