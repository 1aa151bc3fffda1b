import fc from 'fast-check';
import { day, today, dates } from '../../../test/support/agreement.cases.js';
import { addDays, addMonths, daysBetween, type CalendarDate } from '../../kernel/calendar-date.js';
import {
  agreementStages,
  agreementStatuses,
  isInForce,
  noticeDeadlineOf,
  statusOf,
  type AgreementDates,
  type AgreementStatus,
} from './agreement.status.rules.js';

describe('noticeDeadlineOf', () => {
  it.each([
    ['2027-12-31', 30, 'days', '2027-12-01'],
    ['2027-12-31', 3, 'months', '2027-09-30'],
    ['2027-03-31', 1, 'months', '2027-02-28'],
    ['2028-03-31', 1, 'months', '2028-02-29'],
    ['2028-02-29', 12, 'months', '2027-02-28'],
    ['2027-03-28', 1, 'days', '2027-03-27'],
  ] as const)('an end on %s with %i %s of notice is %s', (endOn, noticeCount, noticeUnit, expected) => {
    expect(noticeDeadlineOf({ endOn: day(endOn), noticeCount, noticeUnit })).toBe(expected);
  });

  it.each([
    [{ endOn: null, noticeCount: 1, noticeUnit: 'days' }],
    [{ endOn: today, noticeCount: null, noticeUnit: 'months' }],
    [{ endOn: today, noticeCount: 1, noticeUnit: null }],
  ] as const)('there is none for %j', (given) => {
    expect(noticeDeadlineOf(given)).toBeNull();
  });
});

describe('statusOf', () => {
  it.each(['draft', 'in_approval', 'awaiting_signature', 'withdrawn'] as const)(
    'before execution it is the stage %s, whatever the dates say',
    (stage) => {
      const ended = dates({ stage, endOn: day('2020-01-01'), terminatedOn: day('2019-01-01') });
      expect(statusOf(ended, today)).toBe(stage);
    },
  );

  const end = day('2026-12-31');
  const withNotice = { endOn: end, noticeCount: 3, noticeUnit: 'months' as const };
  it.each<[string, Partial<AgreementDates>, string, AgreementStatus]>([
    ['the day before termination', { terminatedOn: day('2026-06-11') }, '2026-06-10', 'active'],
    ['the day of termination', { terminatedOn: today }, '2026-06-10', 'terminated'],
    ['the day after termination', { terminatedOn: today }, '2026-06-11', 'terminated'],
    ['the day before it is superseded', { supersededOn: day('2026-06-11') }, '2026-06-10', 'active'],
    ['the day it is superseded', { supersededOn: today }, '2026-06-10', 'superseded'],
    ['terminated before superseded', { terminatedOn: today, supersededOn: today }, '2026-06-10', 'terminated'],
    ['superseded before expired', { supersededOn: today, endOn: day('2026-06-01') }, '2026-06-10', 'superseded'],
    ['expired before signed', { effectiveOn: day('2026-07-01'), endOn: day('2026-06-01') }, '2026-06-10', 'expired'],
    ['the last day in force', { endOn: end }, '2026-12-31', 'expiring'],
    ['the day after the end', { endOn: end }, '2027-01-01', 'expired'],
    ['the day before it takes effect', { effectiveOn: day('2026-06-11') }, '2026-06-10', 'signed'],
    ['the first day in force', { effectiveOn: today }, '2026-06-10', 'active'],
    ['signed before any window', { effectiveOn: day('2026-12-01'), endOn: end }, '2026-11-30', 'signed'],
    ['the day before the notice window', withNotice, '2026-08-30', 'active'],
    ['the first day of the notice window', withNotice, '2026-08-31', 'notice_window'],
    ['the last day on which notice counts', withNotice, '2026-09-30', 'notice_window'],
    ['the day after the notice deadline', withNotice, '2026-10-01', 'active'],
    ['the day before it is expiring', withNotice, '2026-10-01', 'active'],
    ['the first day it is expiring', withNotice, '2026-10-02', 'expiring'],
    ['the notice window before expiring', { ...withNotice, expiringDays: 200 }, '2026-09-30', 'notice_window'],
    ['a window of its own', { ...withNotice, noticeWindowDays: 1 }, '2026-09-28', 'active'],
    ['no end', { endOn: null }, '2126-01-01', 'active'],
    ['no first day', { effectiveOn: null, endOn: null }, '2026-06-10', 'active'],
  ])('%s', (_what, given, on, expected) => {
    expect(statusOf(dates(given), day(on))).toBe(expected);
  });

  it.each<[Partial<AgreementDates>, boolean]>([
    [{}, true],
    [{ endOn: day('2026-06-30') }, true],
    [{ endOn: day('2026-06-30'), noticeCount: 5, noticeUnit: 'days' }, true],
    [{ effectiveOn: day('2026-07-01') }, false],
    [{ endOn: day('2026-06-09') }, false],
    [{ terminatedOn: today }, false],
    [{ supersededOn: today }, false],
    [{ stage: 'draft' }, false],
    [{ stage: 'withdrawn' }, false],
  ])('in force with %j: %s', (given, expected) => {
    expect(isInForce(dates(given), today)).toBe(expected);
  });
});

const anyDay = (from: string, to: string): fc.Arbitrary<CalendarDate> =>
  fc.integer({ min: 0, max: daysBetween(day(from), day(to)) }).map((days) => addDays(day(from), days));
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 3 });
const anyNotice = fc.oneof(
  fc.record({ noticeCount: fc.integer({ min: 1, max: 3660 }), noticeUnit: fc.constant('days' as const) }),
  fc.record({ noticeCount: fc.integer({ min: 1, max: 120 }), noticeUnit: fc.constant('months' as const) }),
  fc.constant({ noticeCount: null, noticeUnit: null }),
);
const anyDates = fc
  .tuple(
    fc.record({
      stage: fc.constantFrom(...agreementStages),
      effectiveOn: maybe(anyDay('2024-01-01', '2030-12-31')),
      endOn: maybe(anyDay('2024-01-01', '2030-12-31')),
      expiringDays: fc.integer({ min: 1, max: 730 }),
      noticeWindowDays: fc.integer({ min: 1, max: 730 }),
      terminatedOn: maybe(anyDay('2024-01-01', '2030-12-31')),
      supersededOn: maybe(anyDay('2024-01-01', '2030-12-31')),
    }),
    anyNotice,
  )
  .map(([rest, notice]) => ({ ...rest, ...notice }));

describe('for any facts and any day', () => {
  it('there is exactly one status, of the list, and it is the same when asked again', () => {
    fc.assert(
      fc.property(anyDates, anyDay('2023-01-01', '2031-12-31'), (a, on) => {
        const status = statusOf(a, on);
        expect(agreementStatuses).toContain(status);
        expect(statusOf({ ...a }, on)).toBe(status);
      }),
      { numRuns: 2_000 },
    );
  });

  it('the notice deadline lies before the end, by the notice', () => {
    fc.assert(
      fc.property(anyDates, (a) => {
        const deadline = noticeDeadlineOf(a);
        if (deadline === null || a.endOn === null) return;
        expect(deadline < a.endOn).toBe(true);
        if (a.noticeUnit === 'days') expect(daysBetween(deadline, a.endOn)).toBe(a.noticeCount);
        else expect(addMonths(deadline, a.noticeCount!) <= a.endOn).toBe(true);
      }),
    );
  });

  it('the windows contain their first and last days and nothing outside them', () => {
    fc.assert(
      fc.property(anyDates, anyDay('2023-01-01', '2031-12-31'), (a, on) => {
        const status = statusOf(a, on);
        const deadline = noticeDeadlineOf(a);
        if (status === 'notice_window') {
          expect(deadline! >= on && addDays(deadline!, -a.noticeWindowDays) <= on).toBe(true);
          expect(statusOf(a, deadline!)).not.toBe('expiring');
        }
        if (status === 'expiring') expect(a.endOn! >= on && addDays(a.endOn!, -a.expiringDays) <= on).toBe(true);
        if (status === 'active' && a.endOn !== null) expect(addDays(a.endOn, -a.expiringDays) > on).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('what has ended stays ended', () => {
    const over = ['terminated', 'superseded', 'expired'];
    fc.assert(
      fc.property(anyDates, anyDay('2023-01-01', '2031-12-31'), fc.nat(500), (a, on, later) => {
        if (over.includes(statusOf(a, on))) expect(over).toContain(statusOf(a, addDays(on, later)));
      }),
      { numRuns: 2_000 },
    );
  });
});
