import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { sharings, type Marking } from '../../kernel/marking.js';
import { recurrenceUnits } from '../../kernel/recurrence.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { formKey, SentOnce } from '../../platform/pages/sent-once.js';
import { IdPipe, RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { sharingWords } from '../../platform/pages/sharing-words.js';
import { AgreementQueries } from '../agreements/agreements.queries.js';
import { ExpertQueries } from '../experts/experts.queries.js';
import { InteractionPeople, shownIn, type MeantInForm } from '../interactions/interaction.people.js';
import { InteractionQueries } from '../interactions/interactions.queries.js';
import { followUpPriorities } from './follow-up.lifecycle.js';
import { NewFollowUpForm, NewFollowUpQuery, promiseOf } from './follow-up.new.form.js';
import { FollowUpQueries } from './follow-ups.queries.js';
import { FollowUpsService } from './follow-ups.service.js';
import type { FollowUpSubject } from './follow-ups.dto.js';
import { dueChoices, dueWords } from './promise.form.js';
import { recurrenceFields } from './recurrence/recurrence.form.js';

/** The record that a new follow-up is about, as the page names it. */
interface Subject {
  readonly kind: FollowUpSubject;
  readonly id: string;
  readonly label: string;
  readonly href: string;
  readonly marking: Marking;
}

const nobody: MeantInForm = { people: [], questions: [], problems: [], wrong: [] };

/** A promise of its own, or about a record that it was opened from. */
@Pages()
@Controller('follow-ups/new')
export class NewFollowUpWebController {
  constructor(
    private readonly queries: FollowUpQueries,
    private readonly service: FollowUpsService,
    private readonly people: InteractionPeople,
    private readonly experts: ExpertQueries,
    private readonly agreements: AgreementQueries,
    private readonly interactions: InteractionQueries,
    private readonly once: SentOnce,
    private readonly clock: Clock,
  ) {}

  /** The form. */
  @Permit('follow-ups.write')
  @Get()
  async form(@CurrentActor() actor: UserActor, @Query() query: NewFollowUpQuery): Promise<PageView> {
    const kinds = { expert: query.expertId, agreement: query.agreementId, interaction: query.interactionId };
    const [kind, id] = Object.entries(kinds).find(([, given]) => given) ?? [];
    const about = await this.subject(actor, kind, id);
    const typed = {
      due: 'week',
      everyUnit: 'months',
      assigneeUserId: actor.userId,
      aboutKind: about?.kind ?? '',
      aboutId: about?.id ?? '',
    };
    return this.formPage(actor, typed, about);
  }

  /** Promises it. What is wrong is said on the page, and what was typed stays. */
  @Permit('follow-ups.write')
  @Post()
  async create(@CurrentActor() actor: UserActor, @Body() form: NewFollowUpForm): Promise<PageView | Redirect> {
    const about = await this.subject(actor, form.aboutKind, form.aboutId);
    const meant = about ? nobody : await this.people.of(actor, form);
    const tooMany = meant.people.length > 1 ? [{ pointer: '/experts', detail: 'Enter one expert only.' }] : [];
    try {
      const dto = promiseOf(form, meant.people[0]?.id, this.clock.today(), [...meant.wrong, ...tooMany]);
      const id = await this.once.make(actor, form, () => this.service.create(actor, dto));
      return new Redirect(`/follow-ups/${id}?done=created`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      const typed = { ...form, key: error.code === 'conflict' ? '' : form.key };
      return this.formPage(actor, typed, about, meant, error);
    }
  }

  private async formPage(
    actor: UserActor,
    typed: NewFollowUpForm,
    about: Subject | null,
    meant: MeantInForm = nobody,
    error?: DomainError,
  ): Promise<PageView> {
    const colleagues = await this.queries.possibleAssignees(actor);
    const fields = ['title', 'experts', 'pick-0', ['/about', 'experts'], ['/about/id', 'experts']] as const;
    const model = {
      title: 'Promise a follow-up',
      marking: about?.marking,
      about,
      typed: { ...typed, key: formKey(typed.key) },
      questions: meant.questions.slice(0, 1),
      colleagues: [
        { id: actor.userId, name: `Me (${actor.name})` },
        ...colleagues.filter(({ id }) => id !== actor.userId),
      ],
      dueChoices,
      priorities: followUpPriorities,
      sharings,
      units: recurrenceUnits,
      words: { due: dueWords, sharing: sharingWords },
      errors: error
        ? errorsOf(error, [
            ...fields,
            ['/due', 'due-choice'],
            ['/dueOn', 'due-day'],
            ...recurrenceFields,
            'assigneeUserId',
            'details',
            'priority',
            'marking',
            'handling',
            'sharing',
          ])
        : [],
    };
    const shown = about ? { [about.kind]: [about] } : { expert: shownIn(meant) };
    return page('follow-ups/new', model, { status: statusOnThePage(error) ?? 200, shown });
  }

  /** Null when it is to be about nothing in particular; whatever is hidden or absent is the same 404. */
  private async subject(actor: UserActor, kind?: string, id?: string): Promise<Subject | null> {
    if (!id) return null;
    switch (kind) {
      case 'expert': {
        const found = await this.experts.show(actor, new RecordIdPipe().transform(id));
        const label = [found.title, found.givenName, found.familyName].filter(Boolean).join(' ');
        return { kind, id: found.id, label, href: `/experts/${found.reference}`, marking: found.marking };
      }
      case 'agreement': {
        const found = await this.agreements.show(actor, new RecordIdPipe().transform(id));
        const label = `${found.reference} ${found.title}`;
        return { kind, id: found.id, label, href: `/agreements/${found.reference}`, marking: found.marking };
      }
      case 'interaction': {
        const found = await this.interactions.show(actor, new IdPipe().transform(id));
        return { kind, id: found.id, label: found.subject, href: `/interactions/${found.id}`, marking: found.marking };
      }
      default:
        return null;
    }
  }
}
