/** A row of the ledger, as somebody who wants it sent again finds it. */
export interface SentReminder {
  readonly state: string;
  /** Its mail is being handed over: for the first time, or again. */
  readonly underWay: boolean;
}

/** Why this cannot be sent again; null when it can. Only what was sent, or was tried and failed, can be. */
export function refusalOfResend({ state, underWay }: SentReminder): string | null {
  if (underWay) return 'Its e-mail is being sent just now. Look again in a few minutes.';
  switch (state) {
    case 'sent':
    case 'failed':
      return null;
    case 'scheduled':
      return 'It has not been sent yet. It goes out by itself on its day.';
    default:
      return 'It was never sent, so it cannot be sent again. The list says why.';
  }
}
