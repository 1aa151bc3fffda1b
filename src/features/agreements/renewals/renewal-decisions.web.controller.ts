import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { Clock } from '../../../kernel/clock.js';
import { highestMarking } from '../../../kernel/marking.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Optional, Typed, TypedFields } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { notARealDate, typedDate } from '../../../platform/pages/typed-date.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { ownAgreement } from '../agreement.pages.js';
import type { AgreementView } from '../agreement.views.dto.js';
import type { AgreementStage } from '../agreement.status.rules.js';
import { AgreementQueries } from '../agreements.queries.js';
import { renewalDecisions, usualNewEnd, whyNotDecided } from './renewal-decision.rules.js';
import { DecideRenewalDto, type AgreementRenewalView } from './renewal-decisions.dto.js';
import { achievedShown, RenewalDecisionQueries } from './renewal-decisions.queries.js';
import { RenewalDecisionsService } from './renewal-decisions.service.js';
import {
  achievementWords,
  decidedWords,
  decisionDone,
  decisionHints,
  renewalDecisionWords,
} from './renewal-decision.words.js';

const dateFields = ['end', 'on'].flatMap((name) => [`${name}-day`, `${name}-month`, `${name}-year`]);

@TypedFields(['version', 'decision', 'reason', 'achieved', ...dateFields])
class DecideRenewalForm {
  [field: string]: string | undefined;
}

class RenewalPageQuery {
  /** What was just decided. */
  @Optional()
  @Typed()
  done?: string;
}

/** What is to become of an agreement at its end, with what came of it so far. */
@Pages()
@Controller('agreements/:id/renewal')
export class RenewalDecisionsWebController {
  constructor(
    private readonly agreements: AgreementQueries,
    private readonly queries: RenewalDecisionQueries,
    private readonly service: RenewalDecisionsService,
    private readonly clock: Clock,
  ) {}

  @Permit('agreements.write')
  @Get()
  async edit(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() { done }: RenewalPageQuery,
  ): Promise<PageView> {
    return this.page(actor, await ownAgreement(this.agreements, actor, id), { done });
  }

  @Permit('agreements.write')
  @Post()
  async decide(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: DecideRenewalForm,
  ): Promise<PageView | Redirect> {
    const agreement = await ownAgreement(this.agreements, actor, id);
    try {
      const dto = decisionOf(form);
      await this.service.decide(actor, agreement.id, versionOf(form.version), dto);
      return new Redirect(`/agreements/${agreement.reference}/renewal?done=${dto.decision}`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return this.page(actor, agreement, { form, errors: errorsOf(error, places), status });
    }
  }

  private async page(
    actor: UserActor,
    agreement: AgreementView,
    told: { form?: DecideRenewalForm; errors?: readonly FormError[]; status?: number; done?: string },
  ): Promise<PageView> {
    const { form = {}, errors = [], status = 200, done } = told;
    const renewal = await this.queries.show(actor, agreement.id);
    const facts = {
      ...agreement,
      stage: stageOf(agreement),
      // The windows decide on no decision, and the end that is shown has its renewals in it.
      ...{ expiringDays: 90, noticeWindowDays: 30, renewalMonths: null, renewalsBefore: 0 },
      supersededOn: agreement.status === 'superseded' ? this.clock.today() : null,
      successorReference: renewal.successor?.reference ?? null,
    };
    const refusals = renewalDecisions.map((decision) => whyNotDecided(facts, decision, this.clock.today()));
    const { reference, handling } = agreement;
    const gathered = this.gathered(renewal);
    const model = {
      title: `What becomes of ${reference}`,
      marking: highestMarking([agreement, ...gathered.flatMap(({ latest }) => latest)].map(({ marking }) => marking)),
      handling,
      agreement,
      renewal,
      gathered,
      action: `/agreements/${reference}/renewal`,
      choices: renewalDecisions.flatMap((decision, index) =>
        refusals[index] === null
          ? [{ value: decision, text: renewalDecisionWords[decision], hint: { text: decisionHints[decision] } }]
          : [],
      ),
      // Where nothing can be decided, the first sentence says why.
      closed: refusals.every((reason) => reason !== null) ? refusals[0] : null,
      usualEnd: usualNewEnd(agreement),
      form,
      errors,
      done: decisionDone.get(done ?? ''),
      words: { decision: decidedWords },
    };
    const shown = { agreement: [agreement], ...achievedShown(renewal) };
    return page('agreements/renewal', model, { status, shown });
  }

  /** What happened and was done about the agreement, each with where it stands. */
  private gathered({ achieved }: AgreementRenewalView) {
    return (achieved?.records ?? []).map(({ name, count, latest }) => {
      const { path } = this.queries.achievements.find((one) => one.name === name)!;
      const linked = latest.map((one) => ({ ...one, href: path.replace(':id', one.id) }));
      return { title: achievementWords[name], count, latest: linked };
    });
  }
}

const places = ['decision', ['/endOn', 'end-day'], ['/on', 'on-day'], 'reason', 'achieved'] as const;

/** The stage behind the status that the page was told. */
function stageOf({ status }: AgreementView): AgreementStage {
  return status === 'draft' || status === 'in_approval' || status === 'awaiting_signature' || status === 'withdrawn'
    ? status
    : 'executed';
}

/** The form as the API takes it: of the two dates, the one that the decision asks for. */
function decisionOf(form: DecideRenewalForm): DecideRenewalDto {
  const problems: FieldProblem[] = [];
  const dated = (name: string, pointer: string, decision: string): Record<string, string> => {
    if (form.decision !== decision) return {};
    const date = typedDate(form[`${name}-day`], form[`${name}-month`], form[`${name}-year`]);
    if (date === undefined) problems.push({ pointer, detail: notARealDate });
    return date ? { [pointer.slice(1)]: date } : {};
  };
  const dates = { ...dated('end', '/endOn', 'renew'), ...dated('on', '/on', 'terminate') };
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  if (!renewalDecisions.some((one) => one === form.decision))
    throw new DomainError('invalid', 'Some of what you sent needs correcting.', [
      { pointer: '/decision', detail: 'Select what becomes of it.' },
    ]);
  const achieved = form.achieved?.trim();
  return validate(DecideRenewalDto, {
    decision: form.decision,
    reason: form.reason ?? '',
    ...(achieved && { achieved }),
    ...dates,
  });
}
