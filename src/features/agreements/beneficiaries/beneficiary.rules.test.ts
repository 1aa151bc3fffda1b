import { calendarDate } from '../../../kernel/calendar-date.js';
import {
  problemsOfNaming,
  refusalOfAdherence,
  refusalOfParties,
  type AdherenceFacts,
  type BoundBody,
  type NamedBody,
} from './beneficiary.rules.js';

const today = calendarDate('2026-06-10');
const date = (text: string | null) => (text === null ? null : calendarDate(text));

const body = (organisationId: string, given: Partial<NamedBody> = {}): NamedBody => ({
  organisationId,
  name: `Body ${organisationId}`,
  isAgency: true,
  endedOn: null,
  ...given,
});
const parties: BoundBody[] = [
  { organisationId: 'keeper', name: 'Keeper', agencyId: 'keeper' },
  { organisationId: 'unit', name: 'Fraud Unit', agencyId: 'force' },
  { organisationId: 'university', name: 'University', agencyId: 'university' },
];
const bodies = [
  body('one'),
  body('two'),
  body('keeper'),
  body('force'),
  body('university', { isAgency: false }),
  body('college', { isAgency: false }),
  body('last', { endedOn: today }),
  body('ended', { endedOn: calendarDate('2026-06-09') }),
];

describe('naming the agencies that may adhere', () => {
  it.each<[string, string[], [number, RegExp][]]>([
    ['none', [], []],
    ['two agencies', ['one', 'two'], []],
    ['an agency on its last day', ['last'], []],
    ['an agency that ended the day before', ['ended'], [[0, /^Body ended ended on 9 June 2026/]]],
    ['one twice', ['one', 'two', 'one'], [[2, /named twice/]]],
    [
      'one three times',
      ['one', 'one', 'one'],
      [
        [1, /named twice/],
        [2, /named twice/],
      ],
    ],
    ['a party', ['one', 'keeper'], [[1, /^Body keeper is a party/]]],
    ['a party that is no agency either', ['university'], [[0, /is a party/]]],
    ['an agency that is bound by its unit', ['force'], [[0, /^Body force is bound already, by Fraud Unit/]]],
    ['a body that is no agency', ['college'], [[0, /^Body college is no agency/]]],
    ['a body that is not there', ['nobody'], [[0, /not there/]]],
    [
      'several at once',
      ['college', 'one', 'keeper'],
      [
        [0, /no agency/],
        [2, /is a party/],
      ],
    ],
  ])('%s', (_what, named, problems) => {
    expect(problemsOfNaming(named, bodies, parties, today)).toEqual(
      problems.map(([index, detail]) => ({
        pointer: `/organisationIds/${index}`,
        detail: expect.stringMatching(detail) as string,
      })),
    );
  });
});

it.each<[string, NamedBody[], string | null]>([
  ['nobody that benefits', [], null],
  ['another agency', [body('one')], null],
  ['one that becomes a party', [body('one'), body('keeper')], 'Body keeper'],
  ['one whose unit becomes a party', [body('force')], 'Body force'],
])('parties beside %s', (_what, beneficiaries, refused) => {
  const refusal = refusalOfParties(parties, beneficiaries);
  if (refused === null) expect(refusal).toBeNull();
  else
    expect(refusal).toBe(
      `${refused} is named as an agency that may adhere. Take it off that list before it becomes a party.`,
    );
});

describe('the day of an adherence', () => {
  const facts: AdherenceFacts = {
    stage: 'executed',
    executedOn: calendarDate('2026-03-10'),
    effectiveOn: calendarDate('2026-04-01'),
    endOn: calendarDate('2026-05-31'),
    terminatedOn: null,
    supersededOn: null,
  };
  const none = { endOn: null };
  it.each<[string, object, string, RegExp | null]>([
    ['the day before it takes effect', {}, '2026-03-31', /takes effect on 1 April 2026/],
    ['the day it takes effect', {}, '2026-04-01', null],
    ['the day after', {}, '2026-04-02', null],
    ['before the last signature too', {}, '2026-03-09', /takes effect on 1 April 2026/],
    [
      'signed after it takes effect, the day before',
      { effectiveOn: '2026-01-01' },
      '2026-03-09',
      /signed on 10 March 2026/,
    ],
    ['signed after it takes effect, that day', { effectiveOn: '2026-01-01' }, '2026-03-10', null],
    [
      'effective on the day of the last signature, the day before',
      { effectiveOn: '2026-03-10' },
      '2026-03-09',
      /signed on 10 March/,
    ],
    ['without a first day of its own', { effectiveOn: null }, '2026-03-10', null],
    ['the last day in force', {}, '2026-05-31', null],
    ['the day after the end', {}, '2026-06-01', /ended on 31 May 2026/],
    ['without an end, today', none, '2026-06-10', null],
    ['tomorrow', none, '2026-06-11', /cannot lie in the future/],
    ['the day before it was terminated', { ...none, terminatedOn: '2026-05-01' }, '2026-04-30', null],
    ['the day it was terminated', { ...none, terminatedOn: '2026-05-01' }, '2026-05-01', /terminated on 1 May 2026/],
    ['the day before it was superseded', { ...none, supersededOn: '2026-05-01' }, '2026-04-30', null],
    ['the day it was superseded', { ...none, supersededOn: '2026-05-01' }, '2026-05-01', /superseded on 1 May 2026/],
    ['of a draft', { stage: 'draft', executedOn: null }, '2026-05-01', /every party has signed/],
    ['of one in approval', { stage: 'in_approval', executedOn: null }, '2026-05-01', /every party has signed/],
    [
      'of one that waits for signatures',
      { stage: 'awaiting_signature', executedOn: null },
      '2026-05-01',
      /every party/,
    ],
    ['of one that was withdrawn', { stage: 'withdrawn', executedOn: null }, '2026-05-01', /every party has signed/],
  ])('%s', (_what, given, on, refusal) => {
    const answer = refusalOfAdherence({ ...facts, ...given }, date(on)!, today);
    if (refusal === null) expect(answer).toBeNull();
    else expect(answer).toMatch(refusal);
  });
});
