import { formatDate, isCalendarDate, londonDateOf, type CalendarDate } from '../../kernel/calendar-date.js';

/** "1 December 2026"; empty without a date. An instant is shown as its day in Europe/London. */
export function dateWords(date: CalendarDate | Date | string | null | undefined): string {
  if (date === null || date === undefined || date === '') return '';
  if (isCalendarDate(date)) return formatDate(date);
  return formatDate(londonDateOf(new Date(date)));
}

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: 'numeric',
  minute: '2-digit',
  hourCycle: 'h12',
});

/** "2:30pm", "midday" or "midnight", in Europe/London; empty without an instant. */
export function timeWords(instant: Date | string | null | undefined): string {
  if (instant === null || instant === undefined) return '';
  const parts = clockFormat.formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const [hour, minute, half] = [
    part('hour'),
    part('minute'),
    part('dayPeriod')
      .toLowerCase()
      .replace(/[^apm]/g, ''),
  ];
  if (minute === '00' && (hour === '12' || hour === '0')) return half === 'pm' ? 'midday' : 'midnight';
  return `${hour === '0' ? '12' : hour}${minute === '00' ? '' : `:${minute}`}${half}`;
}

const twentyFourHours = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** "14:30" in Europe/London, as a field for a time shows it. */
export function clockTime(instant: Date | string): string {
  return twentyFourHours.format(new Date(instant));
}

/** "1 December 2026, 2:30pm". */
export function momentWords(instant: Date | string | null | undefined): string {
  return instant === null || instant === undefined ? '' : `${dateWords(instant)}, ${timeWords(instant)}`;
}

/** Whole pence as "£1,250" or "£1,250.50"; other currencies by their code. Empty without a value. */
export function moneyWords(pence: number | string | null | undefined, currency = 'GBP'): string {
  if (pence === null || pence === undefined) return '';
  const amount = Number(pence) / 100;
  const digits = Number.isInteger(amount) ? 0 : 2;
  return new Intl.NumberFormat('en-GB', { style: 'currency', currency, minimumFractionDigits: digits }).format(amount);
}

/** A code as words: "notice_window" is "Notice window". */
export function sentence(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ');
}

const listFormat = new Intl.ListFormat('en-GB', { style: 'long', type: 'conjunction' });

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  return listFormat.format(words);
}
