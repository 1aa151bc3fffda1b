export const jobHealths = ['well', 'failing', 'late', 'never'] as const;
export type JobHealth = (typeof jobHealths)[number];

export interface JobFacts {
  /** How often it comes round; null for a job that follows an event. */
  readonly everySeconds: number | null;
  readonly lastSucceededAt: Date | null;
  readonly lastFailedAt: Date | null;
}

/** A schedule may miss a turn while the product starts anew; after three, and five minutes at least, it is late. */
const missedTurns = 3;
const patienceSeconds = 300;

/** How a job is doing at this moment. */
export function healthOf({ everySeconds, lastSucceededAt, lastFailedAt }: JobFacts, now: Date): JobHealth {
  if (lastFailedAt !== null && (lastSucceededAt === null || lastFailedAt > lastSucceededAt)) return 'failing';
  if (lastSucceededAt === null) return 'never';
  if (everySeconds === null) return 'well';
  const patience = Math.max(missedTurns * everySeconds, patienceSeconds) * 1000;
  return now.getTime() - lastSucceededAt.getTime() > patience ? 'late' : 'well';
}

export interface WatchedJob {
  readonly everySeconds: number;
  readonly lastSucceededAt: Date | null;
  /** Since when somebody looks: before that nothing is held against it. */
  readonly watchedSince: Date;
}

/** One turn may be missed by a start of the product; after two without success, people are told. */
const silentTurns = 2;

/** Whether a job that comes round has not succeeded for two of its periods. */
export function isSilent({ everySeconds, lastSucceededAt, watchedSince }: WatchedJob, now: Date): boolean {
  const since = Math.max(lastSucceededAt?.getTime() ?? 0, watchedSince.getTime());
  return now.getTime() - since > silentTurns * everySeconds * 1000;
}

/** "Every minute", "Every 2 hours", or "When something happens". */
export function everyInWords(everySeconds: number | null): string {
  if (everySeconds === null) return 'When something happens';
  const [unit, length] =
    everySeconds % 3600 === 0 ? ['hour', 3600] : everySeconds % 60 === 0 ? ['minute', 60] : ['second', 1];
  const number = everySeconds / Number(length);
  return number === 1 ? `Every ${unit}` : `Every ${number} ${unit}s`;
}
