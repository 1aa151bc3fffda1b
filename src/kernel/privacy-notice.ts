import { addMonths, londonDateOf, type CalendarDate } from './calendar-date.js';

/**
 * The last day on which the privacy notice may be sent to somebody whom another entered: a month later (UK GDPR, article 14), or the
 * end of a shorter month. Its SQL twin is `privacyNoticeDueSql`.
 */
export function privacyNoticeDueOn(enteredAt: Date): CalendarDate {
  return addMonths(londonDateOf(enteredAt), 1);
}
