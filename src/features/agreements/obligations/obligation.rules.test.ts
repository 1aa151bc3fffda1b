import { addDays, calendarDate, type CalendarDate } from '../../../kernel/calendar-date.js';
import { agreementDates } from '../../../../test/support/agreement.dates.js';
import type { AgreementDates } from '../agreement.status.rules.js';
import {
  addingRefused,
  changeableOnceAgreed,
  dueDatesOf,
  lastDayOf,
  lockedObligationFields,
  obligationStateOf,
  problemsOfObligation,
  problemsOfProgress,
  progressRefused,
  stepRefused,
  type AgreementOfObligation,
  type ObligationFacts,
  type ObligationTerms,
  type Progress,
} from './obligation.rules.js';

const today = calendarDate('2026-06-10');
const day = (text: string): CalendarDate => calendarDate(text);

const inForce: AgreementDates = agreementDates();
const once: ObligationFacts = {
  dueOn: today,
  everyCount: null,
  everyUnit: null,
  untilOn: null,
  survivesEnd: false,
  lapsedOn: null,
  agreement: inForce,
};
const stateOf = (given: Partial<ObligationFacts>, dueOn: CalendarDate = today, progress: Progress = 'unfulfilled') =>
  obligationStateOf({ ...once, ...given }, { dueOn, progress }, today);

describe('the state of one time that it falls due', () => {
  it.each([
    [1, 'open'],
    [0, 'due'],
    [-1, 'overdue'],
  ] as const)('%s days from its due day it is %s', (days, state) => {
    expect(stateOf({}, addDays(today, days))).toBe(state);
    expect(stateOf({}, addDays(today, days), 'partly')).toBe(state);
  });

  it.each(['fulfilled', 'lapsed'] as const)('stays %s whatever the day and the agreement', (progress) => {
    const terminated = { ...inForce, terminatedOn: today };
    expect(stateOf({ lapsedOn: today, agreement: terminated }, addDays(today, -9), progress)).toBe(progress);
  });

  it.each([
    ['draft', 'planned'],
    ['in_approval', 'planned'],
    ['awaiting_signature', 'planned'],
    ['withdrawn', 'lapsed'],
  ] as const)('of an agreement in %s is %s', (stage, state) => {
    expect(stateOf({ agreement: { ...inForce, stage } }, addDays(today, -1))).toBe(state);
  });

  it.each([
    ['on its last day in force', { endOn: today }, 'overdue'],
    ['the day after its end', { endOn: addDays(today, -1) }, 'lapsed'],
    ['terminated from today', { terminatedOn: today }, 'lapsed'],
    ['to be terminated tomorrow', { terminatedOn: addDays(today, 1) }, 'overdue'],
    ['superseded', { supersededOn: today }, 'lapsed'],
    ['signed but not begun', { effectiveOn: addDays(today, 9) }, 'overdue'],
  ])('of an agreement %s', (_when, dates, state) => {
    const agreement = { ...inForce, ...dates };
    expect(stateOf({ agreement }, addDays(today, -1))).toBe(state);
    expect(stateOf({ agreement, survivesEnd: true }, addDays(today, -1))).toBe('overdue');
  });

  it('lapses from the day on which somebody let it lapse', () => {
    expect(stateOf({ lapsedOn: today }, addDays(today, -1))).toBe('lapsed');
    expect(stateOf({ lapsedOn: addDays(today, 1) }, addDays(today, -1))).toBe('overdue');
  });
});

describe('the days on which it falls due', () => {
  const days = (given: Partial<ObligationFacts>, on: CalendarDate = today): string[] =>
    dueDatesOf({ ...once, ...given }, on);
  const monthly = { everyCount: 1, everyUnit: 'months' } as const;

  it('is one when it does not come round again', () => {
    expect(days({ dueOn: day('2026-03-01') })).toEqual(['2026-03-01']);
    expect(days({ dueOn: day('2028-03-01') })).toEqual(['2028-03-01']);
  });

  it('counts months from the first day and never from a clamped one', () => {
    expect(days({ ...monthly, dueOn: day('2026-01-31') }, day('2026-05-01'))).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ]);
  });

  it('puts 29 February on the 28th of other years, and back', () => {
    const agreement = { ...inForce, endOn: null };
    const yearly = { everyCount: 1, everyUnit: 'years', dueOn: day('2024-02-29'), agreement } as const;
    expect(days(yearly, day('2028-02-29'))).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
      '2029-02-28',
    ]);
  });

  it('knows the next one only', () => {
    expect(days({ ...monthly, dueOn: day('2026-08-01') })).toEqual(['2026-08-01']);
    expect(days({ ...monthly, dueOn: today })).toEqual(['2026-06-10', '2026-07-10']);
    expect(days({ ...monthly, dueOn: addDays(today, -1) })).toEqual(['2026-06-09', '2026-07-09']);
  });

  it.each([
    ['its own last day', { untilOn: day('2026-07-09') }],
    ['the end of the agreement', { agreement: { ...inForce, endOn: day('2026-07-09') } }],
    ['a termination', { agreement: { ...inForce, terminatedOn: day('2026-07-10') } }],
    ['a successor', { agreement: { ...inForce, supersededOn: day('2026-07-10') } }],
    ['its lapse', { lapsedOn: day('2026-07-09') }],
  ])('goes no further than %s', (_what, given) => {
    expect(days({ ...monthly, dueOn: day('2026-05-10'), ...given }, day('2026-12-31'))).toEqual([
      '2026-05-10',
      '2026-06-10',
    ]);
  });

  it('goes on after the end where it outlives the agreement', () => {
    const agreement = { ...inForce, endOn: day('2026-05-31'), terminatedOn: day('2026-05-20') };
    expect(days({ ...monthly, dueOn: day('2026-05-10'), survivesEnd: true, agreement })).toEqual([
      '2026-05-10',
      '2026-06-10',
      '2026-07-10',
    ]);
  });

  it('always has the first', () => {
    const agreement = { ...inForce, terminatedOn: day('2026-02-01') };
    expect(days({ ...monthly, dueOn: day('2026-05-10'), agreement })).toEqual(['2026-05-10']);
  });

  it('takes years for twelve months each', () => {
    const everyTwoYears = { ...once, dueOn: day('2024-02-29'), everyCount: 2, everyUnit: 'years' as const };
    expect(days({ ...everyTwoYears, agreement: { ...inForce, endOn: null } })).toEqual([
      '2024-02-29',
      '2026-02-28',
      '2028-02-29',
    ]);
  });

  it('has no last day where nothing ends it', () => {
    expect(lastDayOf({ ...once, agreement: { ...inForce, endOn: null } }, today)).toBeNull();
    expect(lastDayOf({ ...once, survivesEnd: true }, today)).toBeNull();
    expect(lastDayOf(once, today)).toBe('2027-12-31');
  });
});

describe('the terms', () => {
  const terms: ObligationTerms = {
    ...once,
    ownerUserId: 'owner',
    ownerName: null,
    dueOn: day('2026-12-01'),
  };
  const agreement: AgreementOfObligation = {
    stage: 'draft',
    endOn: day('2027-12-31'),
    namesOfOthers: ['Ada Contracts'],
    namedUserIds: null,
  };
  const all = ['ownerUserId', 'ownerName', 'dueOn', 'survivesEnd'];
  const pointers = (given: Partial<ObligationTerms>, around: Partial<AgreementOfObligation> = {}, set = all) =>
    problemsOfObligation({ ...terms, ...given }, { ...agreement, ...around }, set, today).map(({ pointer }) => pointer);

  it('are fine as they are', () => expect(pointers({})).toEqual([]));

  it('are refused without an owner, in words that say who can be one', () => {
    const [problem] = problemsOfObligation({ ...terms, ownerUserId: null }, agreement, all, today);
    expect(problem).toEqual({
      pointer: '/ownerUserId',
      detail:
        'Say who looks after it: somebody of your agency, or a person of the other side whom the agreement names.',
    });
  });

  it.each([
    ['two owners', { ownerName: 'Ada Contracts' }, {}, ['/ownerName']],
    ['somebody of the other side', { ownerUserId: null, ownerName: 'Ada Contracts' }, {}, []],
    ['somebody whom nobody named', { ownerUserId: null, ownerName: 'Nobody' }, {}, ['/ownerName']],
    ['an owner who cannot read it', {}, { namedUserIds: ['another'] }, ['/ownerUserId']],
    ['an owner who can', {}, { namedUserIds: ['owner'] }, []],
    ['a number without a unit', { everyCount: 3 }, {}, ['/everyUnit']],
    ['a unit without a number', { everyUnit: 'months' }, {}, ['/everyCount']],
    ['ten years', { everyCount: 10, everyUnit: 'years' }, {}, []],
    ['eleven years', { everyCount: 11, everyUnit: 'years' }, {}, ['/everyCount']],
    ['a last day of something owed once', { untilOn: day('2026-12-01') }, {}, ['/untilOn']],
    [
      'a last day before the first',
      { everyCount: 1, everyUnit: 'months', untilOn: day('2026-11-30') },
      {},
      ['/untilOn'],
    ],
    ['a last day that is the first', { everyCount: 1, everyUnit: 'months', untilOn: day('2026-12-01') }, {}, []],
    ['the end of the agreement', { dueOn: day('2027-12-31') }, {}, []],
    ['the day after the end', { dueOn: day('2028-01-01') }, {}, ['/dueOn']],
    ['the day after the end, owed still', { dueOn: day('2028-01-01'), survivesEnd: true }, {}, []],
    ['no end', { dueOn: day('2028-01-01') }, { endOn: null }, []],
    ['ten years ago', { dueOn: day('2016-06-10') }, {}, []],
    ['longer ago', { dueOn: day('2016-06-09') }, {}, ['/dueOn']],
    ['in ten years', { dueOn: day('2036-06-10') }, { endOn: null }, []],
    ['later', { dueOn: day('2036-06-11') }, { endOn: null }, ['/dueOn']],
  ] as const)('with %s', (_what, given, around, expected) => {
    expect(pointers(given, around)).toEqual(expected);
  });

  it('ask only about what is being set', () => {
    const given = { dueOn: day('2010-01-01'), ownerUserId: null, ownerName: 'Somebody who left' };
    expect(pointers(given, {}, ['what'])).toEqual([]);
    expect(pointers({}, { namedUserIds: [] }, ['what'])).toEqual([]);
  });
});

describe('what may change when', () => {
  const fields = ['what', 'dueOn', 'organisationId', ...changeableOnceAgreed];
  it.each([
    ['draft', []],
    ['in_approval', ['what', 'dueOn', 'organisationId']],
    ['awaiting_signature', ['what', 'dueOn', 'organisationId']],
    ['executed', ['what', 'dueOn', 'organisationId']],
    ['withdrawn', fields],
  ] as const)('in %s these are locked: %s', (stage, locked) => {
    expect(lockedObligationFields(stage, fields)).toEqual(locked);
  });

  it('only a draft gets another one', () => {
    expect(addingRefused('draft')).toBeNull();
    expect(addingRefused('executed')).toContain('has left draft');
  });

  it.each([
    ['lapse', 'executed', null, null],
    ['lapse', 'executed', today, 'It has lapsed already.'],
    ['lapse', 'draft', null, 'Nothing is owed before the agreement is executed.'],
    ['resume', 'executed', today, null],
    ['resume', 'executed', null, 'It has not lapsed: there is nothing to take up again.'],
  ] as const)('%s of an agreement in %s, lapsed on %s', (step, stage, lapsedOn, reason) => {
    expect(stepRefused(step, { stage, lapsedOn })).toBe(reason);
  });

  it('progress is recorded once it is executed, as long as it has not lapsed', () => {
    expect(progressRefused({ stage: 'awaiting_signature', lapsedOn: null })).toContain(
      'once the agreement is executed',
    );
    expect(progressRefused({ stage: 'executed', lapsedOn: null })).toBeNull();
    expect(progressRefused({ stage: 'executed', lapsedOn: today })).toContain('lapsed');
  });

  it.each([
    ['unfulfilled', null, null, []],
    ['partly', null, null, ['/evidence']],
    ['partly', 'Half a report', null, []],
    ['fulfilled', null, 'A reason', ['/evidence']],
    ['fulfilled', 'The report', null, []],
    ['lapsed', 'Anything', null, ['/reason']],
    ['lapsed', null, 'Waived', []],
  ] as const)('%s with evidence %s and reason %s', (progress, evidence, reason, pointers) => {
    expect(problemsOfProgress({ progress, evidence, reason }).map(({ pointer }) => pointer)).toEqual(pointers);
  });
});
