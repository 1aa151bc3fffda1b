import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { AboutRecords, type AboutRecord } from '../follow-ups/about-records.js';
import { playbookSubjects, type PlaybookSubject } from './playbook.rules.js';
import { PlaybookStarts } from './playbook.starts.js';
import { eventWords, offsetWords, playbookDoneWords, takerWords } from './playbook.words.js';
import { startOf, StartPlaybookForm } from './playbooks.form.js';
import { PlaybookQueries } from './playbooks.queries.js';
import type { PlannedFollowUpView } from './playbooks.dto.js';

type About = AboutRecord & { readonly kind: PlaybookSubject };

/** What was started about a record, and starting another: its days are shown first. */
@Pages()
@Controller('playbooks/start')
export class PlaybookStartsWebController {
  constructor(
    private readonly queries: PlaybookQueries,
    private readonly starts: PlaybookStarts,
    private readonly records: AboutRecords,
    private readonly clock: Clock,
  ) {}

  @Permit('follow-ups.write')
  @Get()
  async form(@CurrentActor() actor: UserActor, @Query() form: StartPlaybookForm): Promise<PageView> {
    const about = await this.about(actor, form);
    const [year, month, day] = this.clock.today().split('-').map(Number);
    const today = { 'starts-day': String(day), 'starts-month': String(month), 'starts-year': String(year) };
    return this.startPage(actor, about, { ...today, ...form });
  }

  /** Shows the days, or starts it. */
  @Permit('follow-ups.write')
  @Post()
  async start(@CurrentActor() actor: UserActor, @Body() form: StartPlaybookForm): Promise<PageView | Redirect> {
    const about = await this.about(actor, form);
    try {
      const { playbookId, dto } = startOf(form, about);
      if (form.act !== 'start')
        return await this.startPage(actor, about, form, await this.starts.preview(actor, playbookId, dto.startsOn));
      await this.starts.start(actor, playbookId, dto);
      return new Redirect(`/playbooks/start?kind=${about.kind}&id=${about.id}&done=started`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.startPage(actor, about, form, null, error);
    }
  }

  private async about(actor: UserActor, { kind, id }: StartPlaybookForm): Promise<About> {
    const about = playbookSubjects.some((one) => one === kind) ? await this.records.of(actor, kind, id) : null;
    if (about === null) throw notFound('record');
    return about as About;
  }

  private async startPage(
    actor: UserActor,
    about: About,
    typed: StartPlaybookForm,
    preview: PlannedFollowUpView[] | null = null,
    error?: DomainError,
  ): Promise<PageView> {
    const [all, started] = await Promise.all([
      this.queries.list(actor),
      this.queries.startsOf(actor, about.kind, about.id),
    ]);
    const model = {
      title: `Playbooks about ${about.label}`,
      marking: about.marking,
      about,
      playbooks: all.filter(({ aboutKind, retiredOn }) => aboutKind === about.kind && retiredOn === null),
      started: started.map((one) => ({ ...one, again: one.playbook.id === typed.playbookId })),
      preview: preview?.map((step) => ({ ...step, when: offsetWords(step) })) ?? null,
      past: preview?.some(({ dueOn }: { dueOn: CalendarDate }) => dueOn < this.clock.today()) ?? false,
      typed,
      words: { event: eventWords, taker: takerWords },
      done: playbookDoneWords[typed.done ?? ''],
      errors: error ? errorsOf(error, ['playbookId', ['/startsOn', 'starts-day']]) : [],
    };
    return page('playbooks/start', model, {
      status: statusOnThePage(error) ?? 200,
      shown: { [about.kind]: [about] },
    });
  }
}
