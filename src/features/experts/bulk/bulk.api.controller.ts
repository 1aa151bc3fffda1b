import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { notFound } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { BulkChangeDto, BulkChangeView } from './bulk.dto.js';
import { BulkQueries } from './bulk.queries.js';
import { BulkService } from './bulk.service.js';

@ApiTags('experts')
@ApiBearerAuth()
@Controller('api/v1/experts/bulk')
export class BulkApiController {
  constructor(
    private readonly queries: BulkQueries,
    private readonly service: BulkService,
  ) {}

  /**
   * Hands your agency's relationships with many people over to a colleague, or adds or removes a tag. Whoever cannot be
   * changed is left out and named with the reason; one whom you cannot see refuses the whole request.
   */
  @Permit('experts.write')
  @Idempotent()
  @Post()
  change(@CurrentActor() actor: UserActor, @Body() dto: BulkChangeDto): Promise<BulkChangeView> {
    return this.service.change(actor, dto);
  }

  /** Undoes a change of yours, once. What somebody has changed again since stays as it is. */
  @Permit('experts.write')
  @HttpCode(200)
  @Post(':id/undo')
  undo(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<BulkChangeView> {
    return this.service.undo(actor, id);
  }

  /** What a change that is sent again answers with. */
  async show(actor: UserActor, id: string): Promise<BulkChangeView> {
    const change = await this.queries.find(actor, id);
    if (change === null) throw notFound('change');
    return change;
  }
}
