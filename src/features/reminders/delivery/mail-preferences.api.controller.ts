import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { MailPreferencesDto, MailPreferencesView } from './mail-preferences.dto.js';
import { MailPreferencesService } from './mail-preferences.service.js';

@ApiTags('notifications')
@ApiBearerAuth()
@Controller('api/v1/me/mail-preferences')
export class MailPreferencesApiController {
  constructor(private readonly service: MailPreferencesService) {}

  /** How you get your reminders by mail. */
  @Permit('mail-preferences.own')
  @Get()
  show(@CurrentActor() actor: UserActor): Promise<MailPreferencesView> {
    return this.service.of(actor);
  }

  /** Chooses how you get your reminders by mail. What waits for a digest goes by the new choice. */
  @Permit('mail-preferences.own')
  @Put()
  choose(@CurrentActor() actor: UserActor, @Body() dto: MailPreferencesDto): Promise<MailPreferencesView> {
    return this.service.choose(actor, dto);
  }
}
