import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, invalidField } from '../../kernel/domain-error.js';
import { highestMarking, markings, sharings } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { AccessPolicy, Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { counted, filterTags, listAddress, type FilterTag } from '../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { dateWords, sentence } from '../../platform/pages/words.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { sharingWords } from '../../platform/pages/sharing-words.js';
import {
  CorrectionForm,
  correctionOf,
  formOf,
  InteractionListForm,
  InteractionShowForm,
  keptBy,
  listQueryOf,
} from './interaction.form.js';
import { InteractionPeople, shownIn, type MeantInForm } from './interaction.people.js';
import { interactionKinds } from './interaction.rules.js';
import { InteractionQueries } from './interactions.queries.js';
import { InteractionsService } from './interactions.service.js';
import type { InteractionPage } from './interactions.dto.js';

const path = '/interactions';
const nobody: MeantInForm = { people: [], questions: [], problems: [], wrong: [] };
const doneWords: Readonly<Record<string, string>> = {
  logged: 'Logged.',
  promised: 'Logged, and the follow-up is on the list.',
  planned: 'Planned. It is on the first page until it is written up.',
  corrected: 'Corrected. The earlier text is kept below.',
};

/** What was said, as pages: the list, and one record with its corrections. */
@Pages()
@Controller('interactions')
export class InteractionsWebController {
  constructor(
    private readonly queries: InteractionQueries,
    private readonly service: InteractionsService,
    private readonly people: InteractionPeople,
    private readonly policy: AccessPolicy,
    private readonly clock: Clock,
  ) {}

  /** The interactions the reader may see, latest first, with filters as a GET form. */
  @Permit('interactions.read')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: InteractionListForm): Promise<PageView> {
    try {
      const query = listQueryOf(form);
      const [found, count] = await Promise.all([this.queries.list(actor, query), this.queries.count(actor, query)]);
      return this.listPage(form, found, counted(count, 'interaction'));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      return this.listPage(form, { items: [], nextCursor: null }, 'Nothing was looked for', error);
    }
  }

  /** One interaction: what was said, with whom, and what was corrected. */
  @Permit('interactions.read')
  @Get(':id')
  show(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Query() { done }: InteractionShowForm,
  ): Promise<PageView> {
    return this.record(actor, id, { done });
  }

  /** Corrects what was written up. The earlier text is kept; what was typed stays when something is wrong. */
  @Permit('interactions.write')
  @Post(':id/correction')
  async correct(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: CorrectionForm,
  ): Promise<PageView | Redirect> {
    const meant = await this.people.of(actor, form);
    try {
      if (meant.wrong.length > 0)
        throw new DomainError('invalid', 'Some of what you sent needs correcting.', meant.wrong);
      const shown = await this.queries.show(actor, id);
      const added = meant.people.map((person) => person.id);
      const dto = correctionOf(form, shown, added, this.clock.now());
      if (Object.keys(dto).length === 1)
        throw invalidField('', 'Nothing here differs from what is recorded. Change what was wrong.');
      await this.service.correct(actor, id, versionOf(form.version), dto);
      return new Redirect(`${path}/${id}?done=corrected`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.record(actor, id, { typed: form, meant, error });
    }
  }

  private async record(
    actor: UserActor,
    id: string,
    given: { done?: string; typed?: CorrectionForm; meant?: MeantInForm; error?: DomainError },
  ): Promise<PageView> {
    const interaction = await this.queries.show(actor, id);
    const { kind, marking, handling, subject, happenedAt, notes, outcome, createdAt } = interaction;
    const meant = given.meant ?? nobody;
    const now = this.clock.now();
    const planned = new Date(happenedAt) > new Date(createdAt);
    const ahead = new Date(happenedAt) > now;
    const unwritten = planned && !ahead && notes === null && outcome === null;
    const reason = unwritten ? 'Written up after it took place.' : '';
    const model = {
      title: `${sentence(kind)}: ${subject}`,
      marking,
      handling,
      interaction,
      ahead,
      unwritten,
      mayCorrect: keptBy(actor, interaction) && this.policy.allows(actor.role, 'interactions.write'),
      typed: given.typed ?? { ...formOf(interaction), correctionReason: reason },
      opened: given.typed !== undefined || unwritten,
      questions: meant.questions,
      done: doneWords[given.done ?? ''],
      errors: given.error ? errorsOf(given.error, correctionFields(meant)) : [],
      kinds: interactionKinds,
      markings,
      sharings,
      words: { sharing: sharingWords },
    };
    const status = statusOnThePage(given.error) ?? 200;
    return page('interactions/show', model, { status, shown: { interaction: [interaction], expert: shownIn(meant) } });
  }

  private listPage(
    form: InteractionListForm,
    { items, nextCursor }: InteractionPage,
    count: string,
    error?: DomainError,
  ): PageView {
    const tags = [
      ...filterTags(path, form, {
        whose: (code) => (code === 'mine' ? 'Mine' : 'Kept by my agency'),
        kind: sentence,
        q: (text) => `“${text}”`,
        expert: (text) => `With “${text}”`,
        expertId: () => 'With one expert',
        agreementId: () => 'About one agreement',
      }),
      ...dayTags(form),
    ];
    const model = {
      title: 'Interactions',
      marking: highestMarking(items.map(({ marking }) => marking)),
      items,
      counted: count,
      tags,
      form,
      now: this.clock.now(),
      next: nextCursor === null ? null : listAddress(path, { ...form, cursor: nextCursor }),
      first: form.cursor ? listAddress(path, { ...form, cursor: '' }) : null,
      kinds: interactionKinds,
      errors: error ? errorsOf(error, ['whose', 'kind', 'q', 'expert', ['/from', 'from-day'], ['/to', 'to-day']]) : [],
    };
    return page('interactions/list', model, { status: error ? 400 : 200, shown: { interaction: items } });
  }
}

/** Where each thing that can be wrong with a correction stands on the page. */
function correctionFields({ questions }: MeantInForm): (string | readonly [string, string])[] {
  return [
    'experts',
    ...questions.map(({ field }) => field),
    ['/participants', 'experts'],
    'kind',
    ['/on', 'on-day'],
    'time',
    ['/happenedAt', 'on-day'],
    'subject',
    'notes',
    'outcome',
    'marking',
    'handling',
    'sharing',
    'correctionReason',
  ];
}

/** A day is three fields, which one tag takes out together. */
function dayTags(form: InteractionListForm): FilterTag[] {
  return (['from', 'to'] as const).flatMap((name) => {
    const [day, month, year] = [form[`${name}-day`], form[`${name}-month`], form[`${name}-year`]];
    if (!day || !month || !year) return [];
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const without = { ...form, cursor: '', [`${name}-day`]: '', [`${name}-month`]: '', [`${name}-year`]: '' };
    return [{ text: `${sentence(name)} ${words(iso)}`, without: listAddress(path, without) }];
  });
}

/** A typed day in words; as it was typed when it is none. */
function words(iso: string): string {
  return Number.isNaN(Date.parse(iso)) ? iso : dateWords(iso);
}
