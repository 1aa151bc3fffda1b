import fc from 'fast-check';
import { agreementDates, datesAround } from '../../../test/support/agreement.dates.js';
import { addDays, addMonths, calendarDate, daysBetween, type CalendarDate } from '../../kernel/calendar-date.js';
import {
  agreedAnew,
  agreementStatuses,
  isInForce,
  noticeDeadlineOf,
  presentEndOf,
  renewalsMadeBy,
  statusOf,
  statusSince,
  type AgreementDates,
  type AgreementStatus,
} from './agreement.status.rules.js';

const day = calendarDate;
const today = day('2026-06-10');
const dates = agreementDates;

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
const anyDates = datesAround(anyDay('2024-01-01', '2030-12-31'));

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
        const endOn = presentEndOf(a, on);
        const deadline = noticeDeadlineOf({ ...a, endOn });
        if (status === 'notice_window') {
          expect(deadline! >= on && addDays(deadline!, -a.noticeWindowDays) <= on).toBe(true);
          expect(statusOf(a, deadline!)).not.toBe('expiring');
        }
        if (status === 'expiring') expect(endOn! >= on && addDays(endOn!, -a.expiringDays) <= on).toBe(true);
        if (status === 'active' && endOn !== null) expect(addDays(endOn, -a.expiringDays) > on).toBe(true);
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

/** A year at a time from the end of 2026, three months of notice. */
const yearly = (given: Partial<AgreementDates> = {}): AgreementDates =>
  dates({
    ...{ endOn: day('2026-12-31'), noticeCount: 3, noticeUnit: 'months' },
    ...{ renewalType: 'automatic', renewalMonths: 12 },
    ...given,
  });

describe('an agreement that renews itself', () => {
  it.each<[string, Partial<AgreementDates>, string, number, string]>([
    ['keeps its end on the last day of notice', {}, '2026-09-30', 0, '2026-12-31'],
    ['is renewed from the day after it', {}, '2026-10-01', 1, '2027-12-31'],
    ['is renewed again a year later', {}, '2027-10-01', 2, '2028-12-31'],
    ['is renewed as often as years have passed', {}, '2036-06-10', 10, '2036-12-31'],
    ['is renewed no more than agreed', { mostRenewals: 1 }, '2030-01-01', 1, '2027-12-31'],
    [
      'counts those before its end was agreed anew',
      { mostRenewals: 3, renewalsBefore: 2 },
      '2030-01-01',
      1,
      '2027-12-31',
    ],
    ['has none left when all were made before', { mostRenewals: 2, renewalsBefore: 3 }, '2030-01-01', 0, '2026-12-31'],
    ['without notice is renewed after its end', { noticeCount: null, noticeUnit: null }, '2026-12-31', 0, '2026-12-31'],
    ['without notice is renewed the day after', { noticeCount: null, noticeUnit: null }, '2027-01-01', 1, '2027-12-31'],
    [
      'stopped on the last day of notice is not',
      { renewalStoppedOn: day('2026-09-30') },
      '2027-06-01',
      0,
      '2026-12-31',
    ],
    ['stopped in the second year ends with it', { renewalStoppedOn: day('2027-09-30') }, '2030-01-01', 1, '2027-12-31'],
    ['that ends before is not', { terminatedOn: day('2026-10-01') }, '2030-01-01', 0, '2026-12-31'],
    ['that ends a day later was bound once more', { terminatedOn: day('2026-10-02') }, '2030-01-01', 1, '2027-12-31'],
    ['replaced before is not', { supersededOn: day('2026-10-01') }, '2030-01-01', 0, '2026-12-31'],
    ['not executed is not', { stage: 'awaiting_signature' }, '2030-01-01', 0, '2026-12-31'],
    ['with another kind of renewal is not', { renewalType: 'by_decision' }, '2030-01-01', 0, '2026-12-31'],
    ['whose months nobody entered is not', { renewalMonths: null }, '2030-01-01', 0, '2026-12-31'],
  ])('%s', (_what, given, on, made, endOn) => {
    expect(renewalsMadeBy(yearly(given), day(on))).toBe(made);
    expect(presentEndOf(yearly(given), day(on))).toBe(endOn);
  });

  it('without an end has none', () => expect(presentEndOf(yearly({ endOn: null }), today)).toBeNull());

  it.each([
    ['2028-02-29', 12, '2029-02-01', '2029-02-28'],
    ['2028-02-29', 12, '2032-02-01', '2032-02-29'],
    ['2027-08-31', 6, '2028-01-15', '2028-02-29'],
    // The short month before does not move this one.
    ['2027-08-31', 6, '2028-07-15', '2028-08-31'],
    ['2027-01-31', 1, '2027-04-15', '2027-04-30'],
  ])('%s and %i months each time ends, on %s, on %s', (endOn, renewalMonths, on, expected) => {
    const a = yearly({ endOn: day(endOn), renewalMonths, noticeCount: 1, noticeUnit: 'days' });
    expect(presentEndOf(a, day(on))).toBe(expected);
  });

  it.each<[string, AgreementStatus]>([
    ['2026-08-30', 'active'],
    ['2026-08-31', 'notice_window'],
    ['2026-09-30', 'notice_window'],
    ['2026-10-01', 'active'],
    ['2027-01-01', 'active'],
    ['2027-09-30', 'notice_window'],
  ])('is on %s %s', (on, status) => expect(statusOf(yearly(), day(on))).toBe(status));

  it('expires once nothing renews it any more', () => {
    expect(statusOf(yearly({ mostRenewals: 1 }), day('2027-12-31'))).toBe('expiring');
    expect(statusOf(yearly({ mostRenewals: 1 }), day('2028-01-01'))).toBe('expired');
  });

  const renewing = datesAround(anyDay('2024-01-01', '2030-12-31')).map((a): AgreementDates => ({
    ...a,
    ...{ stage: 'executed', renewalType: 'automatic', renewalMonths: a.renewalMonths ?? 12 },
  }));

  it('never ends earlier on a later day, and always by whole terms from the agreed end', () => {
    fc.assert(
      fc.property(renewing, anyDay('2023-01-01', '2035-12-31'), fc.nat(2_000), (a, on, later) => {
        const [endOn, afterwards] = [presentEndOf(a, on), presentEndOf(a, addDays(on, later))];
        if (endOn === null || afterwards === null) return;
        expect(afterwards >= endOn).toBe(true);
        expect(endOn).toBe(addMonths(a.endOn!, a.renewalMonths! * renewalsMadeBy(a, on)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('that nothing limits can always still be given notice of, and never expires', () => {
    const unlimited = renewing.map((a) => ({
      ...a,
      ...{ mostRenewals: null, renewalStoppedOn: null, terminatedOn: null, supersededOn: null },
    }));
    fc.assert(
      fc.property(unlimited, anyDay('2023-01-01', '2035-12-31'), (a, on) => {
        const endOn = presentEndOf(a, on);
        if (endOn === null) return;
        expect((noticeDeadlineOf({ ...a, endOn }) ?? endOn) >= on).toBe(true);
        expect(statusOf(a, on)).not.toBe('expired');
      }),
      { numRuns: 2_000 },
    );
  });

  it('stands on a day as if its present end had been agreed', () => {
    fc.assert(
      fc.property(renewing, anyDay('2023-01-01', '2035-12-31'), (a, on) => {
        const anew = agreedAnew(a, on);
        expect(anew.endOn).toBe(presentEndOf(a, on));
        expect(presentEndOf(anew, on)).toBe(anew.endOn);
        expect(statusOf(anew, on)).toBe(statusOf(a, on));
        expect(anew.renewalsBefore - a.renewalsBefore).toBe(renewalsMadeBy(a, on));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is renewed no more often than agreed, however long nobody looks', () => {
    fc.assert(
      fc.property(renewing, (a) => {
        const made = renewalsMadeBy(a, day('2100-01-01'));
        if (a.mostRenewals !== null) expect(made).toBeLessThanOrEqual(Math.max(0, a.mostRenewals - a.renewalsBefore));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the first day of a status', () => {
  it.each<[string, Partial<AgreementDates>, string, string]>([
    ['expired', { endOn: day('2026-05-31') }, '2026-06-10', '2026-06-01'],
    ['expiring', { endOn: day('2026-08-31') }, '2026-06-10', '2026-06-02'],
    ['active from its first day', { effectiveOn: day('2026-06-08') }, '2026-06-10', '2026-06-08'],
    ['terminated', { terminatedOn: day('2026-06-10') }, '2026-06-10', '2026-06-10'],
    ['active again after it renewed itself', { ...yearly() }, '2026-10-05', '2026-10-01'],
    ['what it has been for long, sixty days back', { effectiveOn: day('2020-01-01') }, '2026-06-10', '2026-04-11'],
  ])('%s', (_what, given, on, since) => {
    expect(statusSince(dates(given), day(on))).toBe(since);
  });
});
