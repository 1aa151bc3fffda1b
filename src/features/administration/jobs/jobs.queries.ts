import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { isId } from '../../../kernel/identifier.js';
import { instant, listOf, namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { isScheduled, JobCatalogue } from '../../../platform/jobs/define.js';
import { healthOf } from './job.health.rules.js';
import type { BacklogView, GivenUpMailView, JobFailureView, JobsView, JobView } from './jobs.dto.js';

const mostFailures = 100;
const thirtyDays = 30 * 24 * 3_600_000;

interface Run {
  readonly job: string;
  readonly lastStartedAt: string | null;
  readonly lastSucceededAt: string | null;
  readonly lastFailedAt: string | null;
  readonly lastError: string | null;
}

interface JobsRow {
  readonly runs: readonly Run[];
  readonly backlog: BacklogView;
  readonly failures: JobFailureView[];
  readonly givenUpMails: GivenUpMailView[];
}

/** How the jobs are doing: the list that the product was built with, and what our own tables say of each. */
@Injectable()
export class JobQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly catalogue: JobCatalogue,
    private readonly clock: Clock,
  ) {}

  async overview(actor: Actor): Promise<JobsView> {
    const now = this.clock.machineNow();
    const row = await this.work.readOne<JobsRow>(
      actor,
      sql`select ${listOf(sql`select json_agg(json_build_object('job', r.job, 'lastStartedAt', ${instant(sql`r.last_started_at`)},
          'lastSucceededAt', ${instant(sql`r.last_succeeded_at`)}, 'lastFailedAt', ${instant(sql`r.last_failed_at`)},
          'lastError', r.last_error)) from job_runs r`)} as runs,
        (select json_build_object('events', waiting.number, 'oldestEventAt', ${instant(sql`waiting.oldest`)},
            'deliveries', owed.number, 'oldestDeliveryAt', ${instant(sql`owed.oldest`)},
            'mails', (select count(*) from reminder_messages m where m.state = 'sending'),
            'failedMails', (select count(*) from reminder_messages m where m.state = 'failed'
              and m.created_at > ${new Date(this.clock.now().getTime() - thirtyDays)}))
          from (select count(*) as number, min(created_at) as oldest from outbox_events where relayed_at is null) waiting,
            (select count(*) as number, min(created_at) as oldest from outbox_deliveries where done_at is null) owed) as backlog,
        ${listOf(sql`select json_agg(json_build_object(${failureColumns}) order by d.attempts desc, d.created_at, d.id)
          from (select * from outbox_deliveries where done_at is null and attempts > 0
            order by attempts desc, created_at, id limit ${mostFailures}) d
          join outbox_events e on e.id = d.event_id`)} as failures,
        ${listOf(sql`select json_agg(json_build_object('reminderId', given."reminderId", 'recipient', ${namedRef('given')}, 'reason', given.reason,
            'attempts', given.attempts, 'madeAt', ${instant(sql`given.created_at`)}) order by given.created_at desc, given."reminderId")
          from (${this.givenUpMails()}) given`)} as "givenUpMails"`,
    );
    const runs = new Map(row!.runs.map((run) => [run.job, run]));
    const items = this.catalogue.jobs.map((job): JobView => {
      const run = runs.get(job.name);
      const times = {
        lastStartedAt: dateOf(run?.lastStartedAt),
        lastSucceededAt: dateOf(run?.lastSucceededAt),
        lastFailedAt: dateOf(run?.lastFailedAt),
      };
      const everySeconds = isScheduled(job) ? job.everySeconds : null;
      const health = healthOf({ everySeconds, ...times }, now);
      return {
        name: job.name,
        everySeconds,
        on: isScheduled(job) ? null : job.on.name,
        health,
        ...times,
        lastError: run?.lastError ?? null,
      };
    });
    return { items, backlog: row!.backlog, failures: row!.failures, givenUpMails: row!.givenUpMails };
  }

  /** Of reminders that failed and have not been sent since: whose they were, and nothing of their records. */
  private givenUpMails(): Sql {
    return sql`select r.id as "reminderId", u.id, u.name, r.reason, m.attempts, m.created_at from reminder_messages m
      join reminders r on r.message_id = m.id join users u on u.id = m.recipient_user_id
      where m.state = 'failed' and m.created_at > ${new Date(this.clock.now().getTime() - thirtyDays)} and r.state = 'failed'
      order by m.created_at desc, r.id limit ${mostFailures}`;
  }

  /** One that has failed and is still owed. */
  async failure(actor: UserActor, deliveryId: string): Promise<JobFailureView> {
    const row = isId(deliveryId)
      ? await this.work.readOne<{ failure: JobFailureView }>(
          actor,
          sql`select json_build_object(${failureColumns}) as failure from outbox_deliveries d join outbox_events e on e.id = d.event_id
            where d.id = ${deliveryId} and d.done_at is null and d.attempts > 0`,
        )
      : null;
    if (row === null) throw notFound('failed job');
    return row.failure;
  }
}

const failureColumns = sql`'deliveryId', d.id, 'job', d.job, 'event', e.name, 'attempts', d.attempts, 'lastError', d.last_error,
  'createdAt', ${instant(sql`d.created_at`)}, 'enqueuedAt', ${instant(sql`d.enqueued_at`)}`;

function dateOf(text: string | null | undefined): Date | null {
  return text === null || text === undefined ? null : new Date(text);
}
