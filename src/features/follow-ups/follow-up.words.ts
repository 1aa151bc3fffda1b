import type { FollowUpStep } from './follow-up.lifecycle.js';
import type { FollowUpState } from './follow-up.rules.js';

/** The words are the codes' own; the colours only help the eye. */
export const stateColours: Record<FollowUpState, string> = {
  open: 'blue',
  snoozed: 'grey',
  due_today: 'orange',
  overdue: 'red',
  done: 'green',
  cancelled: 'grey',
};

/** What the button of each step says, and the page once it is taken. */
export const stepWords: Record<FollowUpStep, { readonly button: string; readonly done: string }> = {
  complete: { button: 'Done', done: 'Done.' },
  snooze: { button: 'Snooze', done: 'Snoozed. It comes back on the day you chose; the day it is due stays as it is.' },
  reassign: { button: 'Hand it over', done: 'Handed over.' },
  cancel: { button: 'Cancel it', done: 'Cancelled.' },
  reopen: { button: 'Reopen', done: 'Reopened: it is on the list again.' },
};

/** What a page says once something else was done. */
export const doneWords: Readonly<Record<string, string>> = {
  created: 'Promised. It is on the list.',
  repeats: 'Changes saved.',
  undone: 'Undone: it is on the list again.',
  'given-back': 'Undone: they are with whoever had them before.',
};
