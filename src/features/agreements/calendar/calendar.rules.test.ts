import { calendarDate } from '../../../kernel/calendar-date.js';
import { calendarOf, escaped, folded, isHeld, isToken, uidOf, type DatedEvent } from './calendar.rules.js';
import { tagOf } from './calendar.tag.js';

const event: DatedEvent = {
  kind: 'end',
  recordId: '01920000-0000-7000-8000-000000000001',
  reference: 'AGR-2026-0007',
  number: null,
  on: calendarDate('2026-12-31'),
  version: 3,
  updatedAt: new Date('2026-06-10T09:08:07.654Z'),
};
const base = new URL('https://accord.example/');

it('writes a whole day as a calendar with a reference, a kind of date and a link', () => {
  expect(calendarOf([event], base).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Accord//Agreement dates//EN',
    'CALSCALE:GREGORIAN',
    'X-WR-CALNAME:Accord',
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    'X-PUBLISHED-TTL:PT6H',
    'BEGIN:VEVENT',
    'UID:end-01920000-0000-7000-8000-000000000001@accord.example',
    'DTSTAMP:20260610T090807Z',
    'LAST-MODIFIED:20260610T090807Z',
    'SEQUENCE:3',
    'DTSTART;VALUE=DATE:20261231',
    'DTEND;VALUE=DATE:20270101',
    'SUMMARY:AGR-2026-0007: last day in force',
    'URL:https://accord.example/agreements/AGR-2026-0007',
    'CLASS:PRIVATE',
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

it.each([
  ['notice', 'last day of notice', '/agreements/AGR-2026-0007'],
  ['review', 'review', '/agreements/AGR-2026-0007'],
  ['obligation', 'an obligation falls due', '/obligations/01920000-0000-7000-8000-000000000001'],
] as const)('says of the kind %s what it is and where to read it', (kind, said, path) => {
  const text = calendarOf([{ ...event, kind, number: kind === 'obligation' ? 2 : null }], base).replaceAll('\r\n ', '');
  expect(text).toContain(`SUMMARY:AGR-2026-0007: ${said}\r\n`);
  expect(text).toContain(`URL:https://accord.example${path}\r\n`);
});

it('keeps the identifier of a date that moves, and has another for every other date', () => {
  const moved = { ...event, on: calendarDate('2027-01-31'), version: 4 };
  expect(uidOf(moved, 'a.example')).toBe(uidOf(event, 'a.example'));
  const others: DatedEvent[] = [
    event,
    { ...event, kind: 'notice' },
    { ...event, kind: 'review' },
    { ...event, kind: 'obligation', number: 0 },
    { ...event, kind: 'obligation', number: 1 },
    { ...event, recordId: '01920000-0000-7000-8000-000000000002' },
  ];
  expect(new Set(others.map((one) => uidOf(one, 'a.example'))).size).toBe(others.length);
});

it.each([
  ['a;b,c\\d', 'a\\;b\\,c\\\\d'],
  ['one\r\ntwo\nthree\rfour', 'one\\ntwo\\nthree\\nfour'],
  ['END:VEVENT\r\nBEGIN:VEVENT', 'END:VEVENT\\nBEGIN:VEVENT'],
  ['bell\u0007 null\u0000 tab\t', 'bell null tab\t'],
])('writes %j so that nothing in it ends the value', (text, written) => expect(escaped(text)).toBe(written));

describe('folding', () => {
  it.each([
    [74, 1],
    [75, 1],
    [76, 2],
    [149, 2],
    [150, 3],
  ])('puts %s octets on %s lines', (length, count) => {
    const lines = folded('x'.repeat(length)).split('\r\n');
    expect(lines).toHaveLength(count);
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(lines.map((line, index) => (index === 0 ? line : line.slice(1))).join('')).toBe('x'.repeat(length));
  });

  it('never breaks a character', () => {
    const line = `${'x'.repeat(73)}é🕵🏽${'ü'.repeat(80)}`;
    const lines = folded(line).split('\r\n');
    expect(lines.every((one) => Buffer.byteLength(one) <= 75)).toBe(true);
    expect(lines.join('').replaceAll('\r\n', '')).not.toContain('\ufffd');
    expect(folded(line).replaceAll('\r\n ', '')).toBe(line);
  });

  it('leaves an empty line', () => expect(folded('')).toBe(''));
});

describe('what the caller has already', () => {
  const tag = tagOf('a calendar');
  it.each([
    [undefined, false],
    [tag, true],
    [tag.slice(2), true],
    [`"other", ${tag}`, true],
    ['*', true],
    ['"other"', false],
    ['', false],
  ])('If-None-Match %s: %s', (header, held) => expect(isHeld(header, tag)).toBe(held));

  it('is another calendar when a letter differs', () => expect(tagOf('another calendar')).not.toBe(tag));
});

it.each([
  ['a'.repeat(43), true],
  ['A-_9'.repeat(10) + 'abc', true],
  ['a'.repeat(42), false],
  ['a'.repeat(44), false],
  ['../etc/passwd', false],
])('takes %s for a secret: %s', (value, token) => expect(isToken(value)).toBe(token));
