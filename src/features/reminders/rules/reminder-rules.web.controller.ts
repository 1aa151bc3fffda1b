import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { sentence } from '../../../platform/pages/words.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { escalationInWords, timingInWords } from '../reminder.offsets.rules.js';
import { offsetWords, stateColours, toldAsWords } from '../reminder.words.js';
import { lookedAt, ReminderRuleForm, ruleChangeOf, RuleDoneForm, ruleFields, triedOn } from './reminder-rule.form.js';
import { ReminderRulePreviews } from './reminder-rule.previews.js';
import { ReminderRuleTrials } from './reminder-rule.trials.js';
import type { ReminderRulePreview, ReminderRuleTrial, ReminderRuleView } from './reminder-rules.dto.js';
import { ReminderRuleQueries } from './reminder-rules.queries.js';
import { ReminderRulesService } from './reminder-rules.service.js';

/** The rules by which reminders are sent, for administrators to read and to change: the same services as the API. */
@Pages()
@Controller('admin/rules')
export class ReminderRulesWebController {
  constructor(
    private readonly queries: ReminderRuleQueries,
    private readonly previews: ReminderRulePreviews,
    private readonly trials: ReminderRuleTrials,
    private readonly service: ReminderRulesService,
  ) {}

  @Permit('administration.read')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() { done }: RuleDoneForm): Promise<PageView> {
    const { items } = await this.queries.list(actor);
    const model = {
      title: 'Reminder rules',
      rules: items.map(inWords),
      done: done === 'changed' ? 'Rule changed. The ledger of reminders follows within a minute.' : undefined,
    };
    return page('reminders/rules', model);
  }

  /** The form of one rule, and whom it reaches as it stands. */
  @Permit('reminder-rules.write')
  @Get(':id')
  async edit(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    const rule = await this.queries.show(actor, id);
    return rulePage(rule, {}, { preview: await this.previews.of(actor, id, {}) });
  }

  @Permit('reminder-rules.write')
  @Post(':id')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: ReminderRuleForm,
  ): Promise<PageView | Redirect> {
    try {
      await this.service.change(actor, id, versionOf(form.version), ruleChangeOf(form));
      return new Redirect('/admin/rules?done=changed');
    } catch (error) {
      return rulePage(await this.queries.show(actor, id), form, { error: onThePage(error) });
    }
  }

  /** Whom the rule would reach with what was typed. Nothing is kept. */
  @Permit('reminder-rules.write')
  @Post(':id/preview')
  @HttpCode(200)
  async preview(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: ReminderRuleForm,
  ): Promise<PageView> {
    return this.lookedAtPage(actor, id, form, async () => ({
      preview: await this.previews.of(actor, id, lookedAt(form)),
    }));
  }

  /** What the rule would do about one record with what was typed. Nothing is kept. */
  @Permit('reminder-rules.write')
  @Post(':id/trial')
  @HttpCode(200)
  async trial(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: ReminderRuleForm,
  ): Promise<PageView> {
    return this.lookedAtPage(actor, id, form, async () => ({ trial: await this.trials.of(actor, id, triedOn(form)) }));
  }

  /** The form as it was typed, with what was found by it, or with what is wrong with it. */
  private async lookedAtPage(
    actor: UserActor,
    id: string,
    form: ReminderRuleForm,
    look: () => Promise<Found>,
  ): Promise<PageView> {
    const rule = await this.queries.show(actor, id);
    try {
      return rulePage(rule, form, await look());
    } catch (error) {
      return rulePage(rule, form, { error: onThePage(error) });
    }
  }
}

/** What a form is shown again with. */
interface Found {
  readonly preview?: ReminderRulePreview;
  readonly trial?: ReminderRuleTrial;
  readonly error?: DomainError;
}

function rulePage(rule: ReminderRuleView, form: ReminderRuleForm, { preview, trial, error }: Found): PageView {
  const typed = {
    name: rule.name,
    offsets: rule.offsets.join(', '),
    dayCount: rule.dayCount,
    repeatEvery: rule.repeatEvery,
    repeatTimes: rule.repeatTimes,
    escalateAfter: rule.escalateAfter,
    enabled: rule.enabled ? 'yes' : 'no',
    ...form,
  };
  const model = {
    title: `Change “${rule.name}”`,
    rule: inWords(rule),
    typed,
    preview: preview && { ...preview, when: timingInWords(preview) },
    trial: trial && {
      ...trial,
      items: trial.items.map((one) => ({
        ...one,
        offset: offsetWords(one.offsetDays, typed.dayCount),
        colour: stateColours[one.state],
        toldAs: toldAsWords[one.toldAs],
      })),
    },
    errors: error ? errorsOf(error, ruleFields) : [],
  };
  return page('reminders/rule', model, { status: statusOnThePage(error) ?? 200 });
}

function inWords(rule: ReminderRuleView): object {
  return {
    ...rule,
    about: sentence(rule.subject.replace('.', ': ').replaceAll('-', ' ')),
    when: sentence(timingInWords(rule)),
    escalation: escalationInWords(rule),
  };
}

/** What a form's own page can say; anything else has a page of its own. */
function onThePage(error: unknown): DomainError {
  if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
  return error;
}
