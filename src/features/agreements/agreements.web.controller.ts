import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { addDays } from '../../kernel/calendar-date.js';
import { DomainError } from '../../kernel/domain-error.js';
import { highestMarking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { AccessPolicy, Permit } from '../../platform/auth/permissions.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { statusOnThePage } from '../../platform/pages/forms.js';
import { counted, filterTags, listAddress } from '../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { sharingWords } from '../../platform/pages/sharing-words.js';
import { dateWords, listed, sentence } from '../../platform/pages/words.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import {
  AgreementListForm,
  AgreementShowForm,
  AgreementStepForm,
  filterErrors,
  listQueryOf,
  stepErrors,
  stepOf,
} from './agreement.form.js';
import { missingInWords, unansweredOf } from './agreement.lifecycle.js';
import { agreementStatuses, agreementTypes, type AgreementType } from './agreement.status.rules.js';
import { AgreementReminders } from './agreement.reminders.js';
import {
  confirmWords,
  decisionWords,
  draftWords,
  methodWords,
  remindedDateWords,
  statusColours,
  stepWords,
  renewalInWords,
  typeWords,
} from './agreement.words.js';
import { approvalKinds, approvalWords } from './approvals/approval.rules.js';
import { settledTerms } from './types/key-terms.words.js';
import type { AgreementPage, AgreementView } from './agreement.views.dto.js';
import { signatureMethods, type AgreementStepDto, type OfferedStep } from './agreement.step.dto.js';
import { type AgreementListQuery } from './agreements.dto.js';
import { OrganisationQueries } from '../organisations/organisations.queries.js';
import { ObligationSection } from './obligations/obligation.section.js';
import { AmendmentSection } from './amendments/amendment.section.js';
import { whyNotAmended } from './amendments/amendment.rules.js';
import { outlivesParent } from './parents/parent.rules.js';
import { SignatureQueries } from './signatures/signatures.queries.js';
import { AgreementQueries } from './agreements.queries.js';
import { AgreementsService } from './agreements.service.js';

/** The same services as the API, as pages. */
@Pages()
@Controller('agreements')
export class AgreementsWebController {
  constructor(
    private readonly queries: AgreementQueries,
    private readonly service: AgreementsService,
    private readonly reminders: AgreementReminders,
    private readonly organisations: OrganisationQueries,
    private readonly obligations: ObligationSection,
    private readonly amendments: AmendmentSection,
    private readonly policy: AccessPolicy,
    private readonly signatures: SignatureQueries,
  ) {}

  /** The agreements the reader may see, with filters as a GET form. */
  @Permit('agreements.read')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: AgreementListForm): Promise<PageView> {
    try {
      const query = listQueryOf(form);
      const [found, counted] = await Promise.all([this.queries.list(actor, query), this.counted(actor, query)]);
      const party = query.organisationId ? (await this.organisations.show(actor, query.organisationId)).name : '';
      return listPage(form, found, counted, [], party);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      return listPage(form, { items: [], nextCursor: null }, 'Nothing was looked for', filterErrors(error));
    }
  }

  /** One agreement, with the steps open to the reader. */
  @Permit('agreements.read')
  @Get(':id')
  show(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() { done }: AgreementShowForm,
  ): Promise<PageView> {
    return this.record(actor, id, { done });
  }

  /** Takes a step. What is wrong is said on the page, and what was typed stays. */
  @Permit('agreements.read')
  @Post(':id/steps')
  async perform(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: AgreementStepForm,
  ): Promise<PageView | Redirect> {
    try {
      const { version, step } = stepOf(form);
      const asked = confirmWords[step.step];
      if (asked && form.confirmed !== 'yes') {
        const question = await this.confirmation(actor, id, version, step, form, asked);
        if (question !== null) return question;
      }
      await this.service.perform(actor, id, version, step);
      return new Redirect(`/agreements/${id}?done=${step.step}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.record(actor, id, { typed: form, error });
    }
  }

  /** Asks once more, naming the agreement. Null where the step is not open: then the service says why. */
  private async confirmation(
    actor: UserActor,
    id: string,
    version: number,
    step: AgreementStepDto,
    form: AgreementStepForm,
    { question, consequence }: { question: string; consequence: string },
  ): Promise<PageView | null> {
    const unanswered = unansweredOf(step.step, step);
    if (unanswered.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', unanswered);
    const agreement = await this.queries.show(actor, id);
    const { reference, title, marking, handling, steps } = agreement;
    const open = steps.some((one) => one.step === step.step && one.blockedBecause === null);
    if (!open || agreement.version !== version) return null;
    const model = {
      title: question,
      marking,
      handling,
      question,
      consequence,
      records: [{ text: `${reference} ${title}`, href: `/agreements/${reference}` }],
      action: `/agreements/${reference}/steps`,
      fields: { ...form, confirmed: 'yes' },
      button: stepWords[step.step].button,
      warning: true,
      cancel: `/agreements/${reference}`,
    };
    return page('confirm', model, { shown: { agreement: [agreement] } });
  }

  private async record(
    actor: UserActor,
    id: string,
    { done, typed = {}, error }: { done?: string; typed?: Partial<AgreementStepForm>; error?: DomainError },
  ): Promise<PageView> {
    const agreement = await this.queries.show(actor, id);
    const { reference, title, marking, handling, steps, missing } = agreement;
    const [obligations, amendments] = await Promise.all([
      this.obligations.of(actor, agreement.id),
      this.amendments.of(actor, agreement.id),
    ]);
    const open = steps.filter(({ blockedBecause }) => blockedBecause === null).map(({ step }) => step);
    const model = {
      title: `${reference} ${title}`,
      marking,
      handling,
      agreement,
      missing: missingInWords(agreement.type, missing),
      keyTerms: settledTerms(agreement),
      asking: {
        approvers: open.some((step) => step === 'submit' || step === 'delegate')
          ? await this.queries.possibleApprovers(actor)
          : [],
        kinds: [
          ...agreement.approvalsNeeded,
          ...approvalKinds.filter((kind) => !agreement.approvalsNeeded.includes(kind)),
        ],
        hint: `It needs ${listed(agreement.approvalsNeeded.map((kind) => approvalWords[kind]))}.`,
      },
      done: stepWords[done as OfferedStep]?.done ?? draftWords[done ?? ''],
      renewalTerms: renewalInWords(agreement),
      changeable: agreement.agency.id === actor.agencyId && agreement.status !== 'withdrawn',
      ...(await this.remindersOf(actor, agreement)),
      obligations,
      amendments,
      amendable: whyNotAmended(agreement.status) === null,
      outlivesParent: outlives(agreement),
      signing: {
        ...(await this.signatures.ofAgreement(actor, agreement.id)),
        ofText: true,
        methods: signatureMethods,
        methodWords,
      },
      typed,
      errors: error ? stepErrors(error, typed.step, open) : [],
      words: {
        type: typeWords,
        sharing: sharingWords,
        step: stepWords,
        decision: decisionWords,
        approval: approvalWords,
        reminded: remindedDateWords,
      },
      colours: statusColours,
    };
    const status = statusOnThePage(error) ?? 200;
    const shown = { agreement: [agreement], obligation: obligations.open, amendment: amendments.items };
    return page('agreements/show', model, { status, shown });
  }

  /** What the ledger has, and for an agreement that is not signed by all yet the days on which it will have something. */
  private async remindersOf(actor: UserActor, agreement: AgreementView): Promise<object> {
    if (!this.policy.allows(actor.role, 'reminders.read')) return { reminders: null };
    const onItsWay = ['draft', 'in_approval', 'awaiting_signature'].includes(agreement.status);
    const [reminders, remindersToCome] = await Promise.all([
      this.reminders.ofAgreement(actor, agreement.id),
      onItsWay ? this.reminders.daysFor(actor, agreement) : null,
    ]);
    return { reminders, remindersToCome };
  }

  private async counted(actor: UserActor, query: AgreementListQuery): Promise<string> {
    return counted(await this.queries.count(actor, query), 'agreement');
  }
}

/** What is over, or was never agreed, is warned of no more. */
function outlives({ status, endOn, terminatedOn, parent }: AgreementView): boolean {
  if (parent === null || ['withdrawn', 'terminated', 'superseded', 'expired'].includes(status)) return false;
  return outlivesParent(terminatedOn === null ? endOn : addDays(terminatedOn, -1), parent.lastDayOn);
}

function listPage(
  form: AgreementListForm,
  { items, nextCursor }: AgreementPage,
  counted: string,
  errors: readonly FormError[],
  party = '',
): PageView {
  const tags = filterTags('/agreements', form, {
    q: (text) => `“${text}”`,
    status: (code) => sentence(code),
    type: (code) => typeWords[code as AgreementType] ?? code,
    organisationId: () => `With ${party || 'one organisation'}`,
    expertId: () => 'Covers one expert',
    endsBefore: (date) => `Ends by ${dateWords(date)}`,
  });
  const model = {
    title: 'Agreements',
    marking: highestMarking(items.map(({ marking }) => marking)),
    items,
    counted,
    next: nextCursor === null ? null : listAddress('/agreements', { ...form, cursor: nextCursor }),
    first: form.cursor ? listAddress('/agreements', { ...form, cursor: '' }) : null,
    tags,
    filtered: tags.length > 0,
    form,
    statuses: agreementStatuses,
    types: agreementTypes,
    words: { type: typeWords },
    colours: statusColours,
    errors,
  };
  return page('agreements/list', model, { status: errors.length > 0 ? 400 : 200, shown: { agreement: items } });
}
