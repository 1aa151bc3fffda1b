import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import type { ShownRecords } from '../../../platform/pages/page.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { ReminderRulePreviews } from './reminder-rule.previews.js';
import { ReminderRuleTrials } from './reminder-rule.trials.js';
import {
  ChangeReminderRuleDto,
  PreviewQuery,
  ReminderRuleList,
  ReminderRulePreview,
  ReminderRuleTrial,
  ReminderRuleView,
  TrialQuery,
} from './reminder-rules.dto.js';
import { ReminderRuleQueries } from './reminder-rules.queries.js';
import { ReminderRulesService } from './reminder-rules.service.js';

@ApiTags('reminders')
@ApiBearerAuth()
@Controller('api/v1/reminder-rules')
export class ReminderRulesApiController {
  constructor(
    private readonly queries: ReminderRuleQueries,
    private readonly previews: ReminderRulePreviews,
    private readonly trials: ReminderRuleTrials,
    private readonly service: ReminderRulesService,
  ) {}

  /** The rules by which reminders are sent. */
  @Permit('reminder-rules.read')
  @Get()
  list(@CurrentActor() actor: UserActor): Promise<ReminderRuleList> {
    return this.queries.list(actor);
  }

  /** One rule with its version. */
  @Permit('reminder-rules.read')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<ReminderRuleView> {
    return this.queries.show(actor, id);
  }

  /** Whom the rule would reach from today to 90 days from now, with its own days or with others. Nothing is kept. */
  @Permit('reminder-rules.read')
  @Discloses(previewed)
  @Get(':id/preview')
  preview(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Query() query: PreviewQuery,
  ): Promise<ReminderRulePreview> {
    return this.previews.of(actor, id, query);
  }

  /** What the rule does about one record, with its own timing or with another: each reminder, to whom, and why one is not sent. */
  @Permit('reminder-rules.read')
  @Discloses(previewed)
  @Get(':id/trial')
  trial(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Query() query: TrialQuery,
  ): Promise<ReminderRuleTrial> {
    return this.trials.of(actor, id, query);
  }

  /** Changes when a rule sends, what it is called, or whether it is in use. The ledger follows within a minute. */
  @Permit('reminder-rules.write')
  @ChangesRecord()
  @Patch(':id')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ChangeReminderRuleDto,
  ): Promise<ReminderRuleView> {
    return this.service.change(actor, id, version, dto);
  }
}

/** As of a row of the ledger: a reference, a date and a name, which have no marking of their own. */
function previewed({ items }: ReminderRulePreview | ReminderRuleTrial): ShownRecords {
  if (items.length === 0) return {};
  const ids = [...new Set(items.map(({ record }) => record.id))];
  return { [items[0].record.kind]: ids.map((id) => ({ id, marking: 'OFFICIAL' as const })) };
}
