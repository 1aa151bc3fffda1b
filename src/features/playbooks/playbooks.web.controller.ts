import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { dayCounts } from '../../kernel/day-offsets.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { formKey, SentOnce } from '../../platform/pages/sent-once.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { followUpPriorities } from '../follow-ups/follow-up.lifecycle.js';
import { playbookEvents, playbookSubjects, stepTakers } from './playbook.rules.js';
import {
  dayCountWords,
  eventWords,
  offsetWords,
  playbookDoneWords,
  subjectWords,
  takerWords,
} from './playbook.words.js';
import {
  newPlaybookOf,
  playbookChangeOf,
  PlaybookDoneForm,
  playbookErrors,
  PlaybookForm,
  playbookFormOf,
  RetirePlaybookForm,
  rowsOf,
} from './playbooks.form.js';
import { PlaybookQueries } from './playbooks.queries.js';
import { PlaybooksService } from './playbooks.service.js';
import type { PlaybookView } from './playbooks.dto.js';

const words = { subject: subjectWords, event: eventWords, taker: takerWords, dayCount: dayCountWords };

/** Playbooks as pages: the list, one of them, and its form. */
@Pages()
@Controller('playbooks')
export class PlaybooksWebController {
  constructor(
    private readonly queries: PlaybookQueries,
    private readonly service: PlaybooksService,
    private readonly once: SentOnce,
  ) {}

  /** Those of one's agency and those for all. */
  @Permit('playbooks.read')
  @Get()
  async list(@CurrentActor() actor: UserActor): Promise<PageView> {
    return page('playbooks/list', { title: 'Playbooks', playbooks: await this.queries.list(actor), words });
  }

  @Permit('playbooks.write')
  @Get('new')
  blank(): PageView {
    return formPage({ aboutKind: 'expert' });
  }

  @Permit('playbooks.write')
  @Post('new')
  async create(@CurrentActor() actor: UserActor, @Body() form: PlaybookForm): Promise<PageView | Redirect> {
    try {
      const id = await this.once.make(actor, form, () => this.service.create(actor, newPlaybookOf(form)));
      return new Redirect(`/playbooks/${id}?done=created`);
    } catch (error) {
      return refused(form, error);
    }
  }

  @Permit('playbooks.read')
  @Get(':id')
  async show(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Query() { done = '' }: PlaybookDoneForm,
  ): Promise<PageView> {
    return this.showPage(actor, id, { done: playbookDoneWords[done] });
  }

  @Permit('playbooks.write')
  @Get(':id/edit')
  async edit(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    const playbook = await this.own(actor, id);
    return formPage(playbookFormOf(playbook), { playbook });
  }

  @Permit('playbooks.write')
  @Post(':id/edit')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: PlaybookForm,
  ): Promise<PageView | Redirect> {
    const playbook = await this.own(actor, id);
    try {
      await this.service.change(actor, id, versionOf(form.version), playbookChangeOf(form));
      return new Redirect(`/playbooks/${id}?done=changed`);
    } catch (error) {
      return refused(form, error, playbook);
    }
  }

  /** Retires it, or brings it back. */
  @Permit('playbooks.write')
  @Post(':id/retirement')
  async retire(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: RetirePlaybookForm,
  ): Promise<PageView | Redirect> {
    const retired = form.retired === 'yes';
    try {
      await this.service.change(actor, id, versionOf(form.version), { retired });
      return new Redirect(`/playbooks/${id}?done=${retired ? 'retired' : 'brought-back'}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.showPage(actor, id, { typed: form, error });
    }
  }

  private async showPage(
    actor: UserActor,
    id: string,
    { done, typed = {}, error }: { done?: string; typed?: RetirePlaybookForm; error?: DomainError },
  ): Promise<PageView> {
    const playbook = await this.queries.show(actor, id);
    const model = {
      title: `Playbook: ${playbook.name}`,
      playbook,
      steps: playbook.steps.map((step) => ({ ...step, when: offsetWords(step) })),
      words,
      done,
      typed,
      errors: error ? [{ text: error.detail }] : [],
    };
    return page('playbooks/show', model, { status: statusOnThePage(error) ?? 200 });
  }

  private async own(actor: UserActor, id: string): Promise<PlaybookView> {
    const playbook = await this.queries.show(actor, id);
    if (playbook.changeable) return playbook;
    throw new DomainError('forbidden', 'This playbook is for all agencies, and administrators keep it.');
  }
}

function refused(form: PlaybookForm, error: unknown, playbook?: PlaybookView): PageView {
  if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
  return formPage({ ...form, key: error.code === 'conflict' ? '' : form.key }, { playbook, error });
}

function formPage(
  form: PlaybookForm,
  { playbook, error }: { playbook?: PlaybookView; error?: DomainError } = {},
): PageView {
  const model = {
    title: playbook ? `Change the playbook ${playbook.name}` : 'New playbook',
    playbook,
    action: playbook ? `/playbooks/${playbook.id}/edit` : '/playbooks/new',
    back: playbook ? `/playbooks/${playbook.id}` : '/playbooks',
    form: { ...form, key: formKey(form.key) },
    rows: rowsOf(form),
    subjects: playbookSubjects,
    events: playbookEvents,
    takers: stepTakers,
    dayCounts,
    priorities: followUpPriorities,
    words,
    errors: error ? playbookErrors(error) : [],
  };
  return page('playbooks/form', model, { status: statusOnThePage(error) ?? 200 });
}
