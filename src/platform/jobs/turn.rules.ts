/** A queue that is busy, or a worker that starts anew, may begin a turn so many seconds late. */
const patienceSeconds = 30;

/** Whether a job that comes round should have been begun again by now, so that its queue has forgotten it. */
export function isLate({ everySeconds }: { readonly everySeconds: number }, lastBegunAt: Date, now: Date): boolean {
  return now.getTime() - lastBegunAt.getTime() > (everySeconds + patienceSeconds) * 1000;
}
