import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { highestMarking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { backTo } from '../../platform/pages/back-to.js';
import { errorsOf, statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { counted, filterTags, listAddress, type FilterTag } from '../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { typedDate } from '../../platform/pages/typed-date.js';
import { dateWords, sentence } from '../../platform/pages/words.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { sharingWords } from '../../platform/pages/sharing-words.js';
import { FollowUpBanners } from './follow-up.banners.js';
import {
  FollowUpListForm,
  FollowUpShowForm,
  FollowUpStepForm,
  listQueryOf,
  OneClickForm,
  stepErrors,
  stepOf,
} from './follow-up.form.js';
import { followUpStates } from './follow-up.rules.js';
import { doneWords, stateColours, stepWords } from './follow-up.words.js';
import { FollowUpQueries } from './follow-ups.queries.js';
import { FollowUpsService } from './follow-ups.service.js';
import type { FollowUpPage } from './follow-ups.dto.js';
import type { FollowUpStep } from './follow-up.lifecycle.js';
import { dueChoices, dueWords } from './promise.form.js';
import { placeWords, recurrenceWords } from './recurrence/recurrence.words.js';

const path = '/follow-ups';

/** What was promised, as pages: the list with one-click Done, and one record with its steps. */
@Pages()
@Controller('follow-ups')
export class FollowUpsWebController {
  constructor(
    private readonly queries: FollowUpQueries,
    private readonly service: FollowUpsService,
    private readonly banners: FollowUpBanners,
    private readonly clock: Clock,
  ) {}

  /** The follow-ups the reader may see, next due first, with filters as a GET form. */
  @Permit('follow-ups.read')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: FollowUpListForm): Promise<PageView> {
    try {
      const query = listQueryOf(form);
      const [found, count] = await Promise.all([this.queries.list(actor, query), this.queries.count(actor, query)]);
      return await this.listPage(actor, form, found, counted(count, 'follow-up'));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      return this.listPage(actor, form, { items: [], nextCursor: null }, 'Nothing was looked for', error);
    }
  }

  /** One follow-up, with the steps open to the reader. */
  @Permit('follow-ups.read')
  @Get(':id')
  show(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Query() { done }: FollowUpShowForm,
  ): Promise<PageView> {
    return this.record(actor, id, { done });
  }

  /** Takes a step. What is wrong is said on the page, and what was typed stays. */
  @Permit('follow-ups.write')
  @Post(':id/steps')
  async perform(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: FollowUpStepForm,
  ): Promise<PageView | Redirect> {
    return this.onTheRecord(actor, id, form, async () => {
      const { version, step } = stepOf(form, this.clock.today());
      await this.service.perform(actor, id, version, step);
      // A follow-up for named people may have left the sight of whoever handed it over.
      if (step.step === 'reassign') return `${path}?done=reassign`;
      return `${path}/${id}?done=${step.step}`;
    });
  }

  /** One click on a list: it is done. The page come from says so, and offers the way back. */
  @Permit('follow-ups.write')
  @Post(':id/done')
  finish(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: OneClickForm,
  ): Promise<PageView | Redirect> {
    return this.onTheRecord(actor, id, {}, async () => {
      await this.service.perform(actor, id, versionOf(form.version), { step: 'complete', outcome: 'Done.' });
      return backTo(form.back, { finished: id });
    });
  }

  /** Takes a Done back. */
  @Permit('follow-ups.write')
  @Post(':id/undo')
  undo(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: OneClickForm,
  ): Promise<PageView | Redirect> {
    return this.onTheRecord(actor, id, {}, async () => {
      await this.service.perform(actor, id, versionOf(form.version), { step: 'reopen', reason: 'Undone.' });
      return backTo(form.back, { done: 'undone' });
    });
  }

  /** Goes where the act says, or shows the record with what stands in its way. */
  private async onTheRecord(
    actor: UserActor,
    id: string,
    typed: FollowUpStepForm,
    act: () => Promise<string>,
  ): Promise<PageView | Redirect> {
    try {
      return new Redirect(await act());
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.record(actor, id, { typed, error });
    }
  }

  private async record(
    actor: UserActor,
    id: string,
    { done = '', typed = {}, error }: { done?: string; typed?: FollowUpStepForm; error?: DomainError },
  ): Promise<PageView> {
    const followUp = await this.queries.show(actor, id);
    const { title, marking, handling, steps, repeats } = followUp;
    const open = steps.filter(({ blockedBecause }) => blockedBecause === null).map(({ step }) => step);
    const model = {
      title: `Follow-up: ${title}`,
      marking,
      handling,
      followUp,
      colleagues: open.includes('reassign') ? await this.queries.possibleAssignees(actor) : [],
      done: doneWords[done] ?? stepWords[done as FollowUpStep]?.done,
      undo: this.banners.undoOf(done === 'complete' ? followUp : null, `${path}/${id}`),
      typed,
      dueChoices,
      changeable: followUp.agency.id === actor.agencyId && followUp.completedOn === null,
      recurrence: repeats && recurrenceWords(repeats),
      place: repeats && placeWords(repeats, followUp.completedOn === null),
      errors: error ? stepErrors(error, typed.step, open) : [],
      words: { step: stepWords, due: dueWords, sharing: sharingWords },
      colours: stateColours,
    };
    const status = statusOnThePage(error) ?? 200;
    return page('follow-ups/show', model, { status, shown: { follow_up: [followUp] } });
  }

  private async listPage(
    actor: UserActor,
    form: FollowUpListForm,
    { items, nextCursor }: FollowUpPage,
    count: string,
    error?: DomainError,
  ): Promise<PageView> {
    const { done, finished, handed, select, ...filters } = form;
    const [colleagues, banner] = await Promise.all([
      this.queries.possibleAssignees(actor),
      this.banners.of(actor, { done, finished, handed }, listAddress(path, filters)),
    ]);
    const nameOf = (id: string): string =>
      id === 'me' ? 'Mine' : (colleagues.find((one) => one.id === id)?.name ?? 'One colleague');
    const tags: FilterTag[] = [
      ...filterTags(path, filters, {
        assigneeUserId: nameOf,
        state: (code) => (code === 'any' ? 'Done and cancelled too' : sentence(code)),
        q: (text) => `“${text}”`,
        about: (text) => `About “${text}”`,
        expertId: () => 'About one expert',
        agreementId: () => 'About one agreement',
      }),
      ...beforeTag(filters),
    ];
    const model = {
      title: 'Follow-ups',
      marking: highestMarking(items.map(({ marking }) => marking)),
      items: items.map((item) => ({
        ...item,
        own: item.agency.id === actor.agencyId,
        open: item.state !== 'done' && item.state !== 'cancelled',
      })),
      counted: count,
      tags,
      form: filters,
      here: listAddress(path, filters),
      all: select === 'all',
      selectAll: listAddress(path, { ...filters, select: 'all' }),
      next: nextCursor === null ? null : listAddress(path, { ...filters, cursor: nextCursor }),
      first: form.cursor ? listAddress(path, { ...filters, cursor: '' }) : null,
      people: [{ id: 'me', name: 'Me' }, ...colleagues.filter(({ id }) => id !== actor.userId)],
      states: ['any', ...followUpStates],
      words: { state: { any: 'Any, done and cancelled too' } },
      colours: stateColours,
      ...banner.model,
      errors: error ? errorsOf(error, ['assigneeUserId', 'state', 'about', 'q', ['/dueBefore', 'before-day']]) : [],
    };
    return page('follow-ups/list', model, {
      status: error ? 400 : 200,
      shown: { follow_up: [...items, ...banner.shown] },
    });
  }
}

function beforeTag(form: FollowUpListForm): FilterTag[] {
  const day = typedDate(form['before-day'], form['before-month'], form['before-year']);
  if (!day) return [];
  const without = { ...form, cursor: '', 'before-day': '', 'before-month': '', 'before-year': '' };
  return [{ text: `Due by ${dateWords(day)}`, without: listAddress(path, without) }];
}
