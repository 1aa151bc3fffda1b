import { addDays, type CalendarDate } from '../../../kernel/calendar-date.js';

/** Whose dates a feed holds: of what its owner looks after, or of all that they may read. */
export const feedScopes = ['mine', 'all'] as const;
export type FeedScope = (typeof feedScopes)[number];

/** The kinds of date that a feed holds. */
export const eventKinds = ['end', 'notice', 'review', 'obligation'] as const;
export type EventKind = (typeof eventKinds)[number];

/** A date of a record, with nothing that says what it is about. */
export interface DatedEvent {
  readonly kind: EventKind;
  /** Of the agreement or of the obligation. */
  readonly recordId: string;
  /** Of the agreement. */
  readonly reference: string;
  /** Which time of an obligation that comes round again; null for all else. */
  readonly number: number | null;
  readonly on: CalendarDate;
  /** The version of the record, which grows with each change. */
  readonly version: number;
  readonly updatedAt: Date;
}

const words: Record<EventKind, string> = {
  end: 'last day in force',
  notice: 'last day of notice',
  review: 'review',
  obligation: 'an obligation falls due',
};

/** The same for the same date of the same record, wherever it moves; different for every other. */
export function uidOf({ kind, recordId, number }: DatedEvent, host: string): string {
  return `${kind}-${recordId}${number === null ? '' : `-${number}`}@${host}`;
}

/** The feed as a calendar (RFC 5545). Every line ends in CRLF and none is longer than 75 octets. */
export function calendarOf(events: readonly DatedEvent[], base: URL): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Accord//Agreement dates//EN',
    'CALSCALE:GREGORIAN',
    'X-WR-CALNAME:Accord',
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    'X-PUBLISHED-TTL:PT6H',
    ...events.flatMap((event) => eventLines(event, base)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(event: DatedEvent, base: URL): string[] {
  const { kind, recordId, reference, on, version, updatedAt } = event;
  const path = kind === 'obligation' ? `/obligations/${recordId}` : `/agreements/${reference}`;
  const changed = instantText(updatedAt);
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uidOf(event, base.hostname))}`,
    // In a feed this is when what it says was last changed (RFC 5545, 3.8.7.2), so that the same dates are the same bytes.
    `DTSTAMP:${changed}`,
    `LAST-MODIFIED:${changed}`,
    `SEQUENCE:${version}`,
    `DTSTART;VALUE=DATE:${dayText(on)}`,
    // The first day after it: an event of one whole day.
    `DTEND;VALUE=DATE:${dayText(addDays(on, 1))}`,
    `SUMMARY:${escaped(`${reference}: ${words[kind]}`)}`,
    `URL:${new URL(path, base).href}`,
    'CLASS:PRIVATE',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function dayText(day: CalendarDate): string {
  return day.replaceAll('-', '');
}

function instantText(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** A TEXT value (RFC 5545, 3.3.11): what would end it or begin a line of its own is written as words of two characters. */
export function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|[\r\n]/g, '\\n')
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

const mostOctets = 75;

/** Breaks a long line before the seventy-sixth octet and never inside a character; what follows begins with a space. */
export function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    // The space that a continued line begins with counts.
    if (octets + size > mostOctets - (parts.length === 0 ? 0 : 1)) {
      parts.push(part);
      part = '';
      octets = 0;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}

/** Whether the caller has this calendar already: any of the tags of `If-None-Match`, weak or strong (RFC 9110, 13.1.2). */
export function isHeld(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const bare = (one: string): string => one.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((one) => bare(one) === bare(tag));
}

/** Whether a text has the form of a feed's secret. */
export function isToken(value: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(value);
}
