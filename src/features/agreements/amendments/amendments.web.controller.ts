import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { validate } from '../../../platform/errors/validate.js';
import { statusOnThePage, withoutBlanks } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { listed } from '../../../platform/pages/words.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { AgreementShowForm, AgreementStepForm, stepErrors, stepOf } from '../agreement.form.js';
import { unansweredOf } from '../agreement.lifecycle.js';
import { signatureMethods } from '../agreement.step.dto.js';
import { decisionWords, methodWords } from '../agreement.words.js';
import { AgreementQueries } from '../agreements.queries.js';
import { approvalKinds, approvalWords } from '../approvals/approval.rules.js';
import { AmendmentNumberPipe } from './amendment-number.pipe.js';
import { amendmentDone, amendmentStageColours, amendmentStepWords, changedTerms } from './amendment.words.js';
import type { AmendmentView } from './amendment.views.dto.js';
import { AmendmentStepDto, type OfferedAmendmentStep } from './amendments.dto.js';
import { AmendmentQueries } from './amendments.queries.js';
import { AmendmentsService } from './amendments.service.js';

interface Shown {
  readonly done?: string;
  readonly typed?: Partial<AgreementStepForm>;
  readonly error?: DomainError;
}

/** One amendment: what changes, where it stands, and the steps open to the reader. */
@Pages()
@Controller('agreements/:id/amendments/:number')
export class AmendmentsWebController {
  constructor(
    private readonly agreements: AgreementQueries,
    private readonly queries: AmendmentQueries,
    private readonly service: AmendmentsService,
  ) {}

  @Permit('agreements.read')
  @Get()
  show(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('number', AmendmentNumberPipe) number: number,
    @Query() { done }: AgreementShowForm,
  ): Promise<PageView> {
    return this.record(actor, id, number, { done });
  }

  /** Takes a step. What is wrong is said on the page, and what was typed stays. */
  @Permit('agreements.read')
  @Post('steps')
  async perform(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('number', AmendmentNumberPipe) number: number,
    @Body() form: AgreementStepForm,
  ): Promise<PageView | Redirect> {
    try {
      const { version, step } = amendmentStepOf(form);
      if (step.step === 'withdraw' && form.confirmed !== 'yes') {
        const question = await this.confirmation(actor, id, number, { version, step, form });
        if (question !== null) return question;
      }
      await this.service.perform(actor, id, number, version, step);
      return new Redirect(`/agreements/${id}/amendments/${number}?done=${step.step}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.record(actor, id, number, { typed: form, error });
    }
  }

  /** What cannot be undone is asked once more. Null where the step is not open: then the service says why. */
  private async confirmation(
    actor: UserActor,
    id: string,
    number: number,
    { version, step, form }: { version: number; step: AmendmentStepDto; form: AgreementStepForm },
  ): Promise<PageView | null> {
    const unanswered = unansweredOf(step.step, step);
    if (unanswered.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', unanswered);
    const amendment = await this.queries.show(actor, id, number);
    const { agreement, title, marking, handling, steps } = amendment;
    if (amendment.version !== version || !steps.some((one) => one.step === step.step)) return null;
    const here = `/agreements/${agreement.reference}/amendments/${number}`;
    const model = {
      title: 'Withdraw this amendment?',
      marking,
      handling,
      question: 'Withdraw this amendment?',
      consequence:
        'It never takes effect and cannot be taken up again. Its number is not given again, and it stays here for the record.',
      records: [{ text: `Amendment ${number} of ${agreement.reference}: ${title}`, href: here }],
      action: `${here}/steps`,
      fields: { ...form, confirmed: 'yes' },
      button: amendmentStepWords.withdraw.button,
      warning: true,
      cancel: here,
    };
    return page('confirm', model, { shown: { amendment: [amendment] } });
  }

  private async record(actor: UserActor, id: string, number: number, shown: Shown): Promise<PageView> {
    const { done, typed = {}, error } = shown;
    // One after the other: what is hidden answers as what is not there.
    const amendment = await this.queries.show(actor, id, number);
    const agreement = await this.agreements.show(actor, id);
    const { steps, marking, handling, approvalsNeeded } = amendment;
    const open = steps.filter(({ blockedBecause }) => blockedBecause === null).map(({ step }) => step);
    const asks = open.some((step) => step === 'submit' || step === 'delegate');
    const model = {
      title: `Amendment ${number} of ${agreement.reference}`,
      marking,
      handling,
      amendment,
      agreement,
      changed: changedTerms(amendment, agreement.type),
      changeable: amendment.stage === 'draft' && agreement.agency.id === actor.agencyId,
      asking: {
        approvers: asks ? await this.agreements.possibleApprovers(actor) : [],
        kinds: [...approvalsNeeded, ...approvalKinds.filter((kind) => !approvalsNeeded.includes(kind))],
        hint: `It needs ${listed(approvalsNeeded.map((kind) => approvalWords[kind]))}.`,
      },
      waitsFor: waitsFor(amendment),
      signing: { methods: signatureMethods, methodWords },
      done: amendmentStepWords[done as OfferedAmendmentStep]?.done ?? amendmentDone[done ?? ''],
      typed,
      errors: error ? stepErrors(error, typed.step, open) : [],
      words: { step: amendmentStepWords, decision: decisionWords, approval: approvalWords, method: methodWords },
      colours: amendmentStageColours,
    };
    const status = statusOnThePage(error) ?? 200;
    return page('agreements/amendment', model, { status, shown: { amendment: [amendment], agreement: [agreement] } });
  }
}

/** What has to happen next, as a sentence; empty when nothing has. */
function waitsFor({ stage, parties, approvals }: AmendmentView): string {
  if (stage === 'awaiting_signature') {
    const waiting = parties.filter(({ signedOn }) => signedOn === null).map(({ name }) => name);
    return `Waiting for the signature of ${listed(waiting)}.`;
  }
  const asked = (approvals ?? []).filter(({ decision, askedAt }) => decision === null && askedAt !== null);
  return stage === 'in_approval' && asked.length > 0
    ? `Waiting for the decision of ${listed([...new Set(asked.map(({ assignee }) => assignee.name))])}.`
    : '';
}

/** The form as the API would have sent it. */
function amendmentStepOf(form: AgreementStepForm): { version: number; step: AmendmentStepDto } {
  const { version, step } = stepOf(form);
  return { version, step: validate(AmendmentStepDto, { ...withoutBlanks(step) }) };
}
