import type { ReminderState } from './reminders.dto.js';

/** The words say it; the colours only help. */
export const stateColours: Record<ReminderState, string> = {
  scheduled: 'blue',
  sent: 'green',
  skipped: 'grey',
  failed: 'red',
  superseded: 'grey',
};

/** "30 days before", "on the day", "7 days after". */
export function offsetWords(days: number): string {
  if (days === 0) return 'on the day';
  const many = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return `${many} ${days < 0 ? 'before' : 'after'}`;
}
