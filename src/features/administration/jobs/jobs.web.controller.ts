import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { sentence } from '../../../platform/pages/words.js';
import { everyInWords, type JobHealth } from './job.health.rules.js';
import { RetryJobDto } from './jobs.dto.js';
import { JobQueries } from './jobs.queries.js';
import { JobsService } from './jobs.service.js';

export class JobsForm {
  @Optional()
  @Typed()
  done?: string;

  /** What is asked about before it is tried again. */
  @Optional()
  @Typed()
  retry?: string;
}

export class RetryForm {
  @Optional()
  @Typed()
  deliveryId?: string;
}

const news: Readonly<Record<string, string>> = {
  retry: 'It is being tried again.',
  resend: 'It is sent again within a minute or two.',
};

const healthWords: Record<JobHealth, { readonly text: string; readonly colour: string }> = {
  well: { text: 'Running', colour: 'green' },
  failing: { text: 'Failing', colour: 'red' },
  late: { text: 'Late', colour: 'orange' },
  never: { text: 'Not run yet', colour: 'grey' },
};

/** How the jobs are doing, and a way to have a failed one tried again. */
@Pages()
@Controller('admin/jobs')
export class JobsWebController {
  constructor(
    private readonly queries: JobQueries,
    private readonly service: JobsService,
    private readonly clock: Clock,
  ) {}

  /** With `retry`, asks once more before that is tried again. */
  @Permit('jobs.read')
  @Get()
  show(@CurrentActor() actor: UserActor, @Query() { done, retry }: JobsForm): Promise<PageView> {
    return retry === undefined ? this.overview(actor, done) : this.confirm(actor, retry);
  }

  @Permit('jobs.write')
  @Post('retries')
  async retry(@CurrentActor() actor: UserActor, @Body() form: RetryForm): Promise<Redirect> {
    await this.service.retry(actor, validate(RetryJobDto, { deliveryId: form.deliveryId ?? '' }));
    return new Redirect('/admin/jobs?done=retry');
  }

  private async overview(actor: UserActor, done?: string): Promise<PageView> {
    const { items, backlog, failures, givenUpMails } = await this.queries.overview(actor);
    const jobs = items.map((job) => ({
      ...job,
      words: jobWords(job.name),
      every: everyInWords(job.everySeconds),
      state: healthWords[job.health],
    }));
    const model = {
      title: 'Jobs',
      jobs,
      backlog,
      failures: failures.map((failure) => ({ ...failure, words: jobWords(failure.job) })),
      givenUpMails,
      at: this.clock.machineNow(),
      done: news[done ?? ''],
    };
    return page('administration/jobs', model);
  }

  private async confirm(actor: UserActor, deliveryId: string): Promise<PageView> {
    const failure = await this.queries.failure(actor, deliveryId);
    return page('confirm', {
      title: 'Try again now',
      question: 'Try this again now?',
      consequence:
        'It takes effect once, however often it is tried. If it fails again, it goes on being tried by itself.',
      records: [
        { text: `${jobWords(failure.job)}: tried ${failure.attempts} times, ${failure.lastError ?? 'no error'}` },
      ],
      action: '/admin/jobs/retries',
      fields: { deliveryId: failure.deliveryId },
      button: 'Try it again now',
      cancel: '/admin/jobs',
    });
  }
}

/** `reminders.plan-agreement` is "Reminders: plan agreement". */
function jobWords(name: string): string {
  return sentence(name.replace('.', ': ').replaceAll('-', ' '));
}
