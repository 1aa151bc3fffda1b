import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { blocksOf } from './text.blocks.rules.js';
import { filled, gapsIn, type TextFacts } from './text.fill.rules.js';

const facts: TextFacts = {
  agencyName: 'Invented Agency',
  partyNames: ['Invented Agency', 'Invented University'],
  purpose: 'To study fraud.',
  effectiveOn: '2026-01-01' as CalendarDate,
  endOn: '2027-12-31' as CalendarDate,
  reviewOn: null,
  noticeCount: 3,
  noticeUnit: 'months',
  renewalType: 'by_decision',
  renewalMonths: null,
  mostRenewals: null,
  survivalMonths: 36,
  value: '£1,250',
  fundingSource: 'The programme',
  intellectualPropertyTerms: 'It stays where it is.',
  publicationTerms: 'After review.',
};

it.each<[string, Partial<TextFacts>, string]>([
  ['{parties}', {}, 'Invented Agency and Invented University'],
  ['{parties}', { partyNames: ['A', 'B', 'C'] }, 'A, B and C'],
  ['{parties}', { partyNames: ['A'] }, '[the parties]'],
  ['{agency}: {purpose}', {}, 'Invented Agency: To study fraud.'],
  ['{purpose}', { purpose: null }, '[the purpose]'],
  ['{purpose}', { purpose: 'Costs {value}' }, 'Costs {value}'],
  ['{term}', {}, 'This agreement is in force from 1 January 2026 to the end of 31 December 2027.'],
  [
    '{term}',
    { effectiveOn: null },
    'This agreement is in force from the day of the last signature to the end of 31 December 2027.',
  ],
  ['{term}', { endOn: null }, 'This agreement is in force from 1 January 2026 to [the last day].'],
  [
    '{term}',
    { endOn: null, renewalType: 'evergreen', reviewOn: '2027-06-01' as CalendarDate },
    'This agreement is in force from 1 January 2026 and has no fixed end. The parties review it on 1 June 2027.',
  ],
  [
    '{term}',
    { endOn: null, renewalType: 'evergreen' },
    'This agreement is in force from 1 January 2026 and has no fixed end. The parties review it on [the day of the review].',
  ],
  ['{renewal}', {}, 'Before it ends the parties decide whether to renew it.'],
  ['{renewal}', { renewalType: 'none' }, 'It is not renewed.'],
  [
    '{renewal}',
    { renewalType: 'automatic', renewalMonths: 12 },
    'It is renewed for a further 12 months each time unless a party gives notice; for the first time, by 30 September 2027.',
  ],
  [
    '{renewal}',
    { renewalType: 'automatic', noticeCount: null, noticeUnit: null, mostRenewals: 2 },
    'It is renewed for a further [how many months] each time, at most 2 times, unless a party gives notice; for the first time, by [the last day of notice].',
  ],
  ['a {renewal} b', { renewalType: 'evergreen' }, 'a b'],
  ['{notice}', {}, 'A party may end it by giving the others 3 months’ notice in writing.'],
  [
    '{notice}',
    { noticeCount: 1, noticeUnit: 'days' },
    'A party may end it by giving the others one day’s notice in writing.',
  ],
  ['{notice}', { noticeCount: null, noticeUnit: null }, 'A party may end it by [length of notice] notice in writing.'],
  ['{survival}', {}, 'These duties last for 36 months after this agreement ends.'],
  ['{survival}', { survivalMonths: 1 }, 'These duties last for one month after this agreement ends.'],
  ['{survival}', { survivalMonths: null }, 'These duties last for [how long] after this agreement ends.'],
  ['{value} from {funding}', {}, '£1,250 from The programme'],
  ['{value} from {funding}', { value: null, fundingSource: null }, '[the value] from [the source of funding]'],
  ['{intellectualProperty} {publication}', {}, 'It stays where it is. After review.'],
  ['{constructor} {unknown} {toString}', {}, '{constructor} {unknown} {toString}'],
])('%s with %j', (wording, given, text) => {
  expect(filled(wording, { ...facts, ...given })).toBe(text);
});

it('without terms of its own there is a wording to begin from', () => {
  const bare = { ...facts, intellectualPropertyTerms: null, publicationTerms: null };
  expect(gapsIn(filled('{intellectualProperty}', bare))).toEqual(['Agree who may use what, and for what.']);
  expect(filled('{publication}', bare)).toContain('30 days before');
});

it('what stands in brackets is still to be written', () => {
  expect(gapsIn('By [the day] the [name of the lead] reports. (Or not.) []')).toEqual(['the day', 'name of the lead']);
});

it.each([
  ['One line.', [{ kind: 'paragraph', text: 'One line.' }]],
  [
    'One\nparagraph.\n\nAnother.',
    [
      { kind: 'paragraph', text: 'One paragraph.' },
      { kind: 'paragraph', text: 'Another.' },
    ],
  ],
  [
    'These:\n- one\n- two\nAnd more.',
    [
      { kind: 'paragraph', text: 'These:' },
      { kind: 'list', items: ['one', 'two'] },
      { kind: 'paragraph', text: 'And more.' },
    ],
  ],
  [
    '• one\r\n\r\n* two',
    [
      { kind: 'list', items: ['one'] },
      { kind: 'list', items: ['two'] },
    ],
  ],
  ['A well-known name', [{ kind: 'paragraph', text: 'A well-known name' }]],
  ['  \n', []],
])('%j in blocks', (text, blocks) => {
  expect(blocksOf(text)).toEqual(blocks);
});
