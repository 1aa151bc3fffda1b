import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { sharings } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { formKey, SentOnce } from '../../platform/pages/sent-once.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { sharingWords } from '../../platform/pages/sharing-words.js';
import { AgreementQueries } from '../agreements/agreements.queries.js';
import { ExpertNames, type NamedExpert } from '../experts/expert.names.js';
import { ExpertQueries } from '../experts/experts.queries.js';
import { nameForField } from '../experts/typed-people.js';
import { InteractionPeople, shownIn, type MeantInForm } from '../interactions/interaction.people.js';
import { interactionKinds } from '../interactions/interaction.rules.js';
import { InteractionsService } from '../interactions/interactions.service.js';
import { contactFields, ContactLogForm, contactOf, ContactLogQuery } from './contact-log.form.js';
import { FollowUpQueries } from './follow-ups.queries.js';
import { FollowUpsService } from './follow-ups.service.js';
import { dueChoices, dueWords } from './promise.form.js';

const nobody: MeantInForm = { people: [], questions: [], problems: [], wrong: [] };

/** Logs what was said together with what was promised: one form, one transaction. */
@Pages()
@Controller('interactions/new')
export class ContactLogWebController {
  constructor(
    private readonly followUps: FollowUpQueries,
    private readonly followUpsService: FollowUpsService,
    private readonly interactions: InteractionsService,
    private readonly people: InteractionPeople,
    private readonly names: ExpertNames,
    private readonly experts: ExpertQueries,
    private readonly agreements: AgreementQueries,
    private readonly once: SentOnce,
    private readonly clock: Clock,
  ) {}

  /** The form, filled in as far as the page it is opened from knows. */
  @Permit('interactions.write')
  @Get()
  async form(@CurrentActor() actor: UserActor, @Query() query: ContactLogQuery): Promise<PageView> {
    const person = query.expertId ? await this.person(actor, query.expertId) : null;
    const [year, month, day] = this.clock.today().split('-').map(Number);
    const typed: ContactLogForm = {
      kind: 'meeting',
      'on-day': String(day),
      'on-month': String(month),
      'on-year': String(year),
      due: 'week',
      assigneeUserId: actor.userId,
      experts: person ? nameForField(person) : '',
      agreementId: query.agreementId ?? '',
    };
    return this.formPage(actor, typed, person ? { ...nobody, people: [person] } : nobody);
  }

  /** Logs it. What is wrong, or which of several people is meant, is asked on the same page, and what was typed stays. */
  @Permit('interactions.write')
  @Post()
  async log(@CurrentActor() actor: UserActor, @Body() form: ContactLogForm): Promise<PageView | Redirect> {
    const meant = await this.people.of(actor, form);
    try {
      const kept = await this.keep(actor, form, meant);
      const done = kept.promised ? 'promised' : kept.ahead ? 'planned' : 'logged';
      // With one person, back to their record: it shows what was said and what is next in one look.
      const [person, ...others] = meant.people;
      const record =
        person && others.length === 0 ? `/experts/${person.reference}` : `/interactions/${kept.interaction}`;
      return new Redirect(`${record}?done=${done}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      // A key that has been used is not offered again.
      return this.formPage(actor, { ...form, key: error.code === 'conflict' ? '' : form.key }, meant, error);
    }
  }

  private async keep(
    actor: UserActor,
    form: ContactLogForm,
    meant: MeantInForm,
  ): Promise<{ interaction: string; promised: boolean; ahead: boolean }> {
    const agreementId = form.agreementId ? (await this.agreementOf(actor, form.agreementId)).id : '';
    const now = this.clock.now();
    const contact = contactOf({ ...form, agreementId }, meant, { now, today: this.clock.today() });
    if (!('promise' in contact)) {
      const { interaction } = contact;
      const id = await this.once.make(actor, form, () => this.interactions.log(actor, interaction));
      return { interaction: id, promised: false, ahead: new Date(interaction.happenedAt) > now };
    }
    const id = await this.once.make(actor, form, () => this.followUpsService.create(actor, contact.promise));
    const { about } = await this.followUps.show(actor, id);
    return { interaction: about!.id, promised: true, ahead: false };
  }

  private async formPage(
    actor: UserActor,
    typed: ContactLogForm,
    meant: MeantInForm,
    error?: DomainError,
  ): Promise<PageView> {
    const [agreement, colleagues] = await Promise.all([
      typed.agreementId ? this.agreementOf(actor, typed.agreementId) : null,
      this.followUps.possibleAssignees(actor),
    ]);
    const errors = error ? distinct(errorsOf(error, contactFields(meant))) : [];
    const model = {
      title: 'Log an interaction',
      marking: agreement?.marking,
      typed: { ...typed, key: formKey(typed.key) },
      agreement,
      questions: meant.questions,
      kinds: interactionKinds,
      sharings,
      colleagues: [
        { id: actor.userId, name: `Me (${actor.name})` },
        ...colleagues.filter(({ id }) => id !== actor.userId),
      ],
      dueChoices,
      words: { due: dueWords, sharing: sharingWords },
      errors,
      foldedOpen: errors.some(({ href }) => ['#marking', '#handling', '#sharing'].includes(href ?? '')),
    };
    const status = statusOnThePage(error) ?? 200;
    const shown = { agreement: agreement ? [agreement] : [], expert: shownIn(meant) };
    return page('follow-ups/contact-log', model, { status, shown });
  }

  private async agreementOf(actor: UserActor, id: string) {
    return this.agreements.show(actor, new RecordIdPipe().transform(id));
  }

  /** Whom it was opened for; whoever is hidden or absent is the same 404. */
  private async person(actor: UserActor, idOrReference: string): Promise<NamedExpert> {
    const { reference } = await this.experts.show(actor, new RecordIdPipe().transform(idOrReference));
    const [[person]] = await this.names.find(actor, [reference]);
    return person;
  }
}

/** A marking that fits neither what was said nor what was promised is one problem to whoever reads it. */
function distinct(errors: readonly FormError[]): FormError[] {
  return errors.filter(
    (one, index) => errors.findIndex(({ text, href }) => text === one.text && href === one.href) === index,
  );
}
