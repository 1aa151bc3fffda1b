import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { ResendReminderDto, ResendView } from './resends.dto.js';
import { ResendsService } from './resends.service.js';

@ApiTags('reminders')
@ApiBearerAuth()
@Controller('api/v1/reminders/:id/resend')
export class ResendsApiController {
  constructor(private readonly service: ResendsService) {}

  /**
   * Has a reminder sent again that was sent or failed: to the same person, as another message, within a minute. For the agency
   * that keeps the record, and administrators. Refused where it could not be sent for the first time any more.
   */
  @Permit('reminders.resend')
  @Idempotent()
  @Post()
  resend(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() dto: ResendReminderDto,
  ): Promise<ResendView> {
    return this.service.resend(actor, id, dto);
  }

  /** What a request that is sent twice is answered with. */
  show(actor: UserActor, id: string): Promise<ResendView> {
    return this.service.show(actor, id);
  }
}
