import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { DeclarationList, DeclarationView, MakeDeclarationDto } from './declarations.dto.js';
import { DeclarationsService } from './declarations.service.js';

@ApiTags('declarations')
@ApiBearerAuth()
@Controller('api/v1')
export class DeclarationsApiController {
  constructor(private readonly service: DeclarationsService) {}

  /** What you declared, the newest first. */
  @Permit('profile.own')
  @Discloses('declaration')
  @Get('me/declarations')
  own(@CurrentActor() actor: UserActor): Promise<DeclarationList> {
    return this.service.ownList(actor);
  }

  /** Declares funding, foreign ties, commercial interests and expert-witness work as of today. It counts for a year. */
  @Permit('profile.own')
  @Discloses('declaration')
  @Idempotent()
  @Post('me/declarations')
  make(@CurrentActor() actor: UserActor, @Body() dto: MakeDeclarationDto): Promise<DeclarationView> {
    return this.service.make(actor, dto);
  }

  /** What somebody declared, for the agency that keeps their record; empty for others that may see the person. */
  @Permit('experts.list')
  @Discloses('declaration')
  @Get('experts/:id/declarations')
  list(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<DeclarationList> {
    return this.service.list(actor, id);
  }

  /** What a declaration that is sent again answers with. */
  show(actor: UserActor, id: string): Promise<DeclarationView> {
    return this.service.showOwn(actor, id);
  }
}
