import { calendarDate } from '../../../kernel/calendar-date.js';
import { refusalOfSignatory, refusalOfSignature, type SigningBody } from './signing-body.rules.js';

const on = calendarDate('2026-06-10');
const lead = { id: 'lead', name: 'Lead Force' };
const body: SigningBody = {
  name: 'Regional Unit',
  validFrom: null,
  validTo: null,
  successor: null,
  signsThrough: null,
};
const date = (text: string | null) => (text === null ? null : calendarDate(text));

describe('whether anybody signs for a body on 10 June 2026', () => {
  it.each<[string, string | null, string | null, string | null]>([
    ['one that is simply there', null, null, null],
    ['one whose last day is the day after', null, '2026-06-11', null],
    ['one whose last day it is', null, '2026-06-10', null],
    [
      'one that ended the day before',
      null,
      '2026-06-09',
      'Regional Unit ended on 9 June 2026, so nobody signs for it after that day.',
    ],
    ['one that began the day before', '2026-06-09', null, null],
    ['one whose first day it is', '2026-06-10', null, null],
    [
      'one that begins the day after',
      '2026-06-11',
      null,
      'Regional Unit exists from 11 June 2026, so nobody signs for it before that day.',
    ],
  ])('%s', (_what, validFrom, validTo, refusal) => {
    expect(refusalOfSignature({ ...body, validFrom: date(validFrom), validTo: date(validTo) }, on)).toBe(refusal);
  });

  it('names the body that continues one that has ended', () => {
    const ended = { ...body, validTo: calendarDate('2026-06-09'), successor: { id: 'next', name: 'National Unit' } };
    expect(refusalOfSignature(ended, on)).toBe(
      'Regional Unit ended on 9 June 2026, so nobody signs for it after that day. National Unit continues it: make that a party instead.',
    );
  });
});

describe('who signs for a body', () => {
  const through = { ...body, signsThrough: lead };
  it.each<[string, SigningBody, { id: string; name: string } | null, boolean]>([
    ['somebody of the body itself, which signs for itself', body, { id: 'body', name: 'Regional Unit' }, true],
    ['somebody of another body, such as its solicitor', body, { id: 'other', name: 'Solicitors' }, true],
    ['of a body that signs through another: a name alone, of which nothing is known', through, null, true],
    ['of a body that signs through another: somebody of that other', through, lead, true],
    [
      'of a body that signs through another: somebody of the body itself',
      through,
      { id: 'body', name: 'Regional Unit' },
      false,
    ],
    [
      'of a body that signs through another: somebody of a third',
      through,
      { id: 'other', name: 'Another Force' },
      false,
    ],
  ])('%s', (_what, party, worksFor, allowed) => {
    expect(refusalOfSignatory(party, worksFor, on)).toBe(
      allowed ? null : 'Regional Unit cannot sign for itself: Lead Force signs for it. Name somebody of Lead Force.',
    );
  });

  it('nobody, once the body has ended', () => {
    expect(refusalOfSignatory({ ...through, validTo: calendarDate('2026-06-09') }, lead, on)).toMatch(
      /^Regional Unit ended/,
    );
  });
});
