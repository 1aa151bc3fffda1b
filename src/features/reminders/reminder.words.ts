import type { DayCount } from '../../kernel/day-offsets.js';
import { dayWords } from './reminder.offsets.rules.js';
import type { ReminderState, ToldAs } from './reminders.dto.js';

/** The words say it; the colours only help. */
export const stateColours: Record<ReminderState, string> = {
  scheduled: 'blue',
  sent: 'green',
  skipped: 'grey',
  failed: 'red',
  superseded: 'grey',
};

/** As whom somebody is told beside whoever looks after the record; nothing for that person. */
export const toldAsWords: Record<ToldAs, string> = { owner: '', deputy: 'as deputy', lead: 'as the agency’s lead' };

/** "30 days before", "on the day", "7 working days after". */
export function offsetWords(days: number, dayCount: DayCount | string = 'calendar'): string {
  if (days === 0) return 'on the day';
  const words = dayWords(dayCount === 'working' ? 'working' : 'calendar', days);
  return `${Math.abs(days)} ${words} ${days < 0 ? 'before' : 'after'}`;
}
