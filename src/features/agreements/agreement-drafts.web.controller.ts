import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { highestMarking, markings, sharings } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { formKey, SentOnce } from '../../platform/pages/sent-once.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { sharingWords } from '../../platform/pages/sharing-words.js';
import { IdPipe, RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { namedOnThePage } from '../experts/expert.names.js';
import { ExpertQueries } from '../experts/experts.queries.js';
import { OrganisationQueries } from '../organisations/organisations.queries.js';
import { AgreementDraftForm, formOf, NewAgreementForm, partyFields, personFields } from './agreement.draft.form.js';
import { AgreementDrafts, draftErrorsOf, type ReadDraft } from './agreement.drafts.js';
import { agreementTypes, noticeDeadlineOf, renewalTypes } from './agreement.status.rules.js';
import { ownAgreement } from './agreement.pages.js';
import { AgreementLookups } from './agreement.lookups.js';
import { AgreementReminders } from './agreement.reminders.js';
import { changeableAfterDraft } from './agreement.terms.rules.js';
import { remindedDateWords, renewalInWords, renewalWords, typeWords } from './agreement.words.js';
import type { AgreementView } from './agreement.views.dto.js';
import type { CreateAgreementDto } from './agreements.dto.js';
import { AgreementQueries } from './agreements.queries.js';
import { AgreementsService } from './agreements.service.js';
import type { ExistingCoverView } from './cover/cover.dto.js';
import { CoverQueries } from './cover/cover.queries.js';
import { coverKindWords } from './cover/cover.words.js';

/** The terms that the form has. */
const draftFields = [
  'title',
  'purpose',
  'effectiveOn',
  'endOn',
  'reviewOn',
  'noticeCount',
  'noticeUnit',
  'renewalType',
  'renewalMonths',
  'mostRenewals',
  'ownerUserId',
  'deputyUserId',
  'marking',
  'handling',
  'sharing',
  'releasableSummary',
  'parentId',
];

interface Shown {
  readonly form: AgreementDraftForm;
  readonly errors?: readonly FormError[];
  readonly candidates?: ReadDraft['candidates'];
  /** Whom the form names, filled in or to choose among. */
  readonly experts?: readonly { readonly id: string }[];
  /** What covers the person or binds the body already. */
  readonly existing?: readonly ExistingCoverView[];
  readonly status?: number;
  readonly agreement?: AgreementView;
}

/** Drafting an agreement and changing its terms, as pages over the API's own services. */
@Pages()
@Controller('agreements')
export class AgreementDraftsWebController {
  constructor(
    private readonly queries: AgreementQueries,
    private readonly service: AgreementsService,
    private readonly drafts: AgreementDrafts,
    private readonly lookups: AgreementLookups,
    private readonly reminders: AgreementReminders,
    private readonly experts: ExpertQueries,
    private readonly organisations: OrganisationQueries,
    private readonly cover: CoverQueries,
    private readonly sentOnce: SentOnce,
  ) {}

  /** An empty draft, or one with a person or a body. */
  @Permit('agreements.write')
  @Get('new')
  async blank(
    @CurrentActor() actor: UserActor,
    @Query() { expertId, organisationId }: NewAgreementForm,
  ): Promise<PageView> {
    const form: AgreementDraftForm = {
      ownerUserId: actor.userId,
      marking: 'OFFICIAL',
      sharing: 'agency',
      noticeUnit: 'months',
    };
    const experts: { id: string }[] = [];
    if (expertId) {
      const expert = await this.experts.show(actor, new RecordIdPipe().transform(expertId));
      Object.assign(form, { person1: `${expert.givenName} ${expert.familyName}`, 'person1-id': expert.id });
      experts.push(expert);
      const post = expert.affiliations.find(({ current, isPrimary }) => current && isPrimary);
      if (post)
        Object.assign(form, { organisation1: post.organisation.name, 'organisation1-id': post.organisation.id });
    }
    if (organisationId) {
      const body = await this.organisations.show(actor, new IdPipe().transform(organisationId));
      Object.assign(form, { organisation1: body.name, 'organisation1-id': body.id });
    }
    const asked = { expertId: experts[0]?.id, organisationId: experts[0] ? undefined : form['organisation1-id'] };
    const named = asked.expertId !== undefined || asked.organisationId !== undefined;
    const existing = named ? (await this.cover.existing(actor, asked)).items : [];
    return this.formPage(actor, { form, experts, existing });
  }

  /** Shows what was answered and on which days reminders go out; once that is confirmed it makes the draft. */
  @Permit('agreements.write')
  @Post('new')
  async create(@CurrentActor() actor: UserActor, @Body() form: AgreementDraftForm): Promise<PageView | Redirect> {
    const { confirmed, change, ...typed } = form;
    const read = await this.drafts.read(actor, typed);
    if (read.dto === null) return this.formPage(actor, { form: typed, ...read, status: 400 });
    if (change === 'yes') return this.formPage(actor, { form: typed, experts: read.experts });
    if (confirmed !== 'yes') return this.answersPage(actor, typed, read, read.dto);
    try {
      const dto = read.dto;
      let made: string | undefined;
      const kept = await this.sentOnce.make(actor, typed, async () => {
        const agreement = await this.service.create(actor, dto);
        made = agreement.reference;
        return agreement;
      });
      return new Redirect(`/agreements/${made ?? kept}?done=created`);
    } catch (error) {
      return this.refused(actor, error, { form: typed, experts: read.experts });
    }
  }

  /** The terms that may still change. */
  @Permit('agreements.write')
  @Get(':id/edit')
  async edit(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    const agreement = await this.own(actor, id);
    return this.formPage(actor, { form: formOf(agreement), agreement });
  }

  @Permit('agreements.write')
  @Post(':id/edit')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: AgreementDraftForm,
  ): Promise<PageView | Redirect> {
    const agreement = await this.own(actor, id);
    const { dto, errors } = await this.drafts.readChange(actor, form, agreement, changeableIn(agreement));
    if (dto === null) return this.formPage(actor, { form, agreement, errors, status: 400 });
    try {
      // Somebody who has left since may stay: only a person newly named is asked about.
      if (dto.ownerUserId === (agreement.owner?.id ?? null)) delete dto.ownerUserId;
      if (dto.deputyUserId === (agreement.deputy?.id ?? null)) delete dto.deputyUserId;
      const version = versionOf(form.version);
      await this.service.change(actor, agreement.id, version, dto);
      return new Redirect(`/agreements/${agreement.reference}?done=changed`);
    } catch (error) {
      return this.refused(actor, error, { form, agreement });
    }
  }

  private async own(actor: UserActor, id: string): Promise<AgreementView> {
    const agreement = await ownAgreement(this.queries, actor, id);
    if (agreement.status === 'withdrawn')
      throw new DomainError('refused', 'This agreement was withdrawn, so it no longer changes.');
    return agreement;
  }

  /** What the service refuses is said on the form, with what was typed and the version it was typed over. */
  private refused(actor: UserActor, error: unknown, { form, agreement, experts }: Shown): Promise<PageView> {
    const status = statusOnThePage(error);
    if (!(error instanceof DomainError) || status === null) throw error;
    return this.formPage(actor, { form, agreement, experts, errors: draftErrorsOf(error), status });
  }

  private async formPage(actor: UserActor, shown: Shown): Promise<PageView> {
    const { form, agreement, errors = [], candidates = {}, experts = [], existing = [], status } = shown;
    const people = await this.lookups.owners(actor);
    // Somebody who has left since stays as they are until another is chosen.
    const staff = [agreement?.owner, agreement?.deputy].reduce(
      (all, one) => (one && !all.some(({ id }) => id === one.id) ? [...all, one] : all),
      people,
    );
    const model = {
      title: agreement ? `Change ${agreement.reference}` : 'Draft an agreement',
      action: agreement ? `/agreements/${agreement.reference}/edit` : '/agreements/new',
      back: agreement ? `/agreements/${agreement.reference}` : '/agreements',
      marking: agreement?.marking ?? highestMarking(existing.map((one) => one.marking)),
      handling: agreement?.handling,
      agreement,
      existing,
      fields: agreement ? changeableIn(agreement) : draftFields,
      form,
      errors,
      candidates,
      partyFields,
      personFields,
      agencyName: actor.agencyId === null ? '' : (await this.organisations.show(actor, actor.agencyId)).name,
      types: agreementTypes,
      renewals: renewalTypes,
      markings,
      sharings,
      staff,
      open: errors.some(({ href }) => ['#marking', '#sharing', '#handling', '#releasableSummary'].includes(href ?? '')),
      words: {
        type: typeWords,
        because: coverKindWords,
        renewal: renewalWords,
        sharing: sharingWords,
        marking: { OFFICIAL: 'OFFICIAL', 'OFFICIAL-SENSITIVE': 'OFFICIAL-SENSITIVE' },
      },
    };
    const records = { agreement: agreement ? [agreement] : existing, expert: namedOnThePage(experts) };
    return page('agreements/form', model, { status, shown: records });
  }

  private async answersPage(
    actor: UserActor,
    form: AgreementDraftForm,
    { named, experts }: ReadDraft,
    dto: CreateAgreementDto,
  ): Promise<PageView> {
    const { endOn = null, noticeCount = null, noticeUnit = null } = dto;
    const noticeDeadlineOn = noticeDeadlineOf({ endOn, noticeCount, noticeUnit });
    const [reminders, staff, agency] = await Promise.all([
      this.reminders.daysFor(actor, { endOn, noticeDeadlineOn }),
      this.lookups.owners(actor),
      this.organisations.show(actor, actor.agencyId!),
    ]);
    const nameOf = (id: string | null | undefined): string => staff.find((one) => one.id === id)?.name ?? 'Nobody';
    const signatories = [agency.name, ...partyFields.map((field) => named[field])];
    const model = {
      title: 'Check your answers',
      marking: dto.marking,
      handling: dto.handling,
      form: { ...form, key: formKey(form.key) },
      dto,
      noticeDeadlineOn,
      renewalTerms: renewalInWords({
        renewalType: 'by_decision',
        renewalMonths: null,
        mostRenewals: null,
        ...dto,
        renewalStoppedOn: null,
      }),
      parties: signatories.flatMap((name, index) =>
        name === undefined ? [] : [{ name, signatory: form[`signatory${index}`]?.trim() }],
      ),
      people: personFields.flatMap((field) => named[field] ?? []),
      owner: nameOf(dto.ownerUserId),
      deputy: nameOf(dto.deputyUserId),
      reminders,
      words: { type: typeWords, sharing: sharingWords, reminded: remindedDateWords },
    };
    return page('agreements/answers', model, { shown: { expert: namedOnThePage(experts) } });
  }
}

/** A draft changes in every term; what has left draft in the few that the rules name. */
function changeableIn({ status }: AgreementView): readonly string[] {
  return status === 'draft' ? draftFields : draftFields.filter((field) => changeableAfterDraft.includes(field));
}
