import { metricsOf } from './metrics.rules.js';

const job = (given: object) => ({
  name: 'reminders.sweep',
  everySeconds: 60,
  on: null,
  health: 'well' as const,
  lastStartedAt: null,
  lastSucceededAt: new Date('2026-06-10T09:00:00.500Z'),
  lastFailedAt: null,
  lastError: null,
  ...given,
});
const backlog = {
  events: 2,
  oldestEventAt: null,
  deliveries: 3,
  oldestDeliveryAt: new Date(5000),
  mails: 4,
  failedMails: 5,
};

it('writes each figure with its job, and leaves out what is not known', () => {
  const text = metricsOf({ items: [job({}), job({ name: 'a"b\\c\nd', health: 'late', everySeconds: null })], backlog });
  const lines = text.split('\n');
  expect(lines).toContain('accord_job_last_success_timestamp_seconds{job="reminders.sweep"} 1781082000.5');
  expect(lines).toContain('accord_job_unwell{job="reminders.sweep"} 0');
  expect(lines).toContain('accord_job_unwell{job="a\\"b\\\\c\\nd"} 1');
  expect(lines.filter((line) => line.startsWith('accord_job_interval_seconds'))).toEqual([
    'accord_job_interval_seconds{job="reminders.sweep"} 60',
  ]);
  expect(lines.filter((line) => /^accord_(outbox|jobs|mails)_/.test(line))).toEqual([
    'accord_outbox_events 2',
    'accord_jobs_owed 3',
    'accord_jobs_oldest_owed_timestamp_seconds 5',
    'accord_mails_waiting 4',
    'accord_mails_given_up 5',
  ]);
});

it('every line is a comment or a figure of a name that was introduced', () => {
  const text = metricsOf({ items: [job({})], backlog });
  const introduced = [...text.matchAll(/^# TYPE (\w+) gauge$/gm)].map(([, name]) => name);
  for (const line of text.trimEnd().split('\n'))
    expect(line.startsWith('# ') || introduced.includes(/^(\w+)(\{.*\})? [\d.]+$/.exec(line)?.[1] ?? '')).toBe(true);
  expect(text.endsWith('\n')).toBe(true);
});
