import type { JobHealth } from './job.health.rules.js';

/** What the figures are made of. */
export interface WatchedJobs {
  readonly items: readonly {
    readonly name: string;
    /** Null for a job that follows an event. */
    readonly everySeconds: number | null;
    readonly health: JobHealth;
    readonly lastSucceededAt: Date | null;
    readonly lastFailedAt: Date | null;
  }[];
  readonly backlog: {
    readonly events: number;
    readonly oldestEventAt: Date | string | null;
    readonly deliveries: number;
    readonly oldestDeliveryAt: Date | string | null;
    readonly mails: number;
    readonly failedMails: number;
  };
}

/** One kind of figure of the exposition format of Prometheus, version 0.0.4. */
interface Metric {
  readonly name: string;
  readonly help: string;
  /** Label and its value, or null where there is one figure only; a figure that is not known is left out. */
  readonly samples: readonly (readonly [label: readonly [name: string, value: string] | null, figure: number | null])[];
}

/** Seconds since 1970, as Prometheus counts time. */
function seconds(instant: Date | string | null): number | null {
  return instant === null ? null : new Date(instant).getTime() / 1000;
}

/** How the jobs are doing, in figures: nothing of a record, and of people how many mails wait for them. */
export function metricsOf({ items, backlog }: WatchedJobs): string {
  const ofJobs = (figure: (job: WatchedJobs['items'][number]) => number | null): Metric['samples'] =>
    items.map((job) => [['job', job.name] as const, figure(job)] as const);
  const metrics: readonly Metric[] = [
    {
      name: 'accord_job_last_success_timestamp_seconds',
      help: 'When a job last succeeded.',
      samples: ofJobs(({ lastSucceededAt }) => seconds(lastSucceededAt)),
    },
    {
      name: 'accord_job_last_failure_timestamp_seconds',
      help: 'When a job last failed.',
      samples: ofJobs(({ lastFailedAt }) => seconds(lastFailedAt)),
    },
    {
      name: 'accord_job_interval_seconds',
      help: 'How often a scheduled job comes round.',
      samples: ofJobs(({ everySeconds }) => everySeconds),
    },
    {
      name: 'accord_job_unwell',
      help: '1 for a job that is failing or late.',
      samples: ofJobs(({ health }) => (health === 'failing' || health === 'late' ? 1 : 0)),
    },
    {
      name: 'accord_outbox_events',
      help: 'Events that have not been handed to their jobs.',
      samples: [[null, backlog.events]],
    },
    {
      name: 'accord_outbox_oldest_event_timestamp_seconds',
      help: 'When the oldest of them was published.',
      samples: [[null, seconds(backlog.oldestEventAt)]],
    },
    { name: 'accord_jobs_owed', help: 'Pieces of work that jobs owe.', samples: [[null, backlog.deliveries]] },
    {
      name: 'accord_jobs_oldest_owed_timestamp_seconds',
      help: 'Since when the oldest of them is owed.',
      samples: [[null, seconds(backlog.oldestDeliveryAt)]],
    },
    { name: 'accord_mails_waiting', help: 'Mails that wait to be sent.', samples: [[null, backlog.mails]] },
    {
      name: 'accord_mails_given_up',
      help: 'Mails of the last 30 days that were given up.',
      samples: [[null, backlog.failedMails]],
    },
  ];
  return metrics.map(written).join('');
}

function written({ name, help, samples }: Metric): string {
  const lines = samples
    .filter(([, figure]) => figure !== null)
    .map(([label, figure]) => `${name}${label === null ? '' : `{${label[0]}="${escaped(label[1])}"}`} ${figure}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
