import { rhythmWords } from '../../../kernel/recurrence.js';
import { dateWords } from '../../../platform/pages/words.js';
import type { RecurrenceView } from './recurrence.dto.js';

/** "Every 3 months from 31 January 2026, 5 times in all." */
export function recurrenceWords({ firstOn, untilOn, times, ...rhythm }: RecurrenceView): string {
  const every = rhythmWords(rhythm);
  const end = untilOn === null ? '' : `, until ${dateWords(untilOn)}`;
  const count = times === null ? '' : `, ${times} ${times === 1 ? 'time' : 'times'} in all`;
  return `${every.charAt(0).toUpperCase()}${every.slice(1)} from ${dateWords(firstOn)}${end}${count}.`;
}

/** Which time this is and when the next would be; of one that is closed, which time it was. */
export function placeWords({ number, nextOn }: RecurrenceView, open: boolean): string {
  if (!open) return `This was time ${number}.`;
  if (nextOn === null) return `This is time ${number}, and the last.`;
  return `This is time ${number}. Once it is closed, the next opens by itself, due on ${dateWords(nextOn)}.`;
}
