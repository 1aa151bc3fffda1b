import { rhythmWords } from '../../../kernel/recurrence.js';
import type { ObligationState, Progress, RecurrenceUnit } from './obligation.rules.js';

/** The words are the codes' own; the colours only help the eye. */
export const obligationStateColours: Record<ObligationState, string> = {
  planned: 'grey',
  open: 'blue',
  due: 'orange',
  overdue: 'red',
  fulfilled: 'green',
  lapsed: 'grey',
};

export const obligationStateWords: Readonly<Record<string, string>> = {
  planned: 'Not in force yet',
  open: 'Open',
  due: 'Due today',
  overdue: 'Overdue',
  fulfilled: 'Fulfilled',
  lapsed: 'Lapsed',
  to_do: 'Still owed',
};

export const progressWords: Record<Progress, string> = {
  unfulfilled: 'Not fulfilled',
  partly: 'Partly fulfilled',
  fulfilled: 'Fulfilled',
  lapsed: 'Not owed this time',
};

export const obligationDoneWords: Readonly<Record<string, string>> = {
  created: 'The obligation is added.',
  changed: 'Changes saved.',
  removed: 'The obligation is removed.',
  recorded: 'What you recorded is kept.',
  lapse: 'It is owed no longer, and its reminders stop.',
  resume: 'It is owed again.',
};

/** "Every month", "every 2 years"; "once" when it does not come round again. */
export function recurrenceWords(count: number | null, unit: RecurrenceUnit | null): string {
  return count === null || unit === null ? 'once' : rhythmWords({ everyCount: count, everyUnit: unit });
}
