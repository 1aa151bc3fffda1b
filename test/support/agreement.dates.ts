import fc from 'fast-check';
import { raw } from 'sql-template-tag';
import { addDays, addMonths, calendarDate, type CalendarDate } from '../../src/kernel/calendar-date.js';
import {
  agreementStages,
  renewalTypes,
  type AgreementDates,
} from '../../src/features/agreements/agreement.status.rules.js';

/** Days on which windows, clamping and leap years meet. */
export const awkwardDays = [
  '2026-06-10',
  '2027-02-28',
  '2028-02-29',
  '2028-03-01',
  '2026-12-31',
  '2027-01-01',
  '2027-03-31',
].map(calendarDate);

/** What is renewed by a decision, as most are. */
export const renewedByDecision = {
  renewalType: 'by_decision',
  renewalMonths: null,
  mostRenewals: null,
  renewalsBefore: 0,
  renewalStoppedOn: null,
} as const;

/** Executed, in force from 2025 to 2027, with nothing that ends it before. */
export const agreementDates = (given: Partial<AgreementDates> = {}): AgreementDates => ({
  stage: 'executed',
  effectiveOn: calendarDate('2025-01-01'),
  endOn: calendarDate('2027-12-31'),
  noticeCount: null,
  noticeUnit: null,
  expiringDays: 90,
  noticeWindowDays: 30,
  terminatedOn: null,
  supersededOn: null,
  ...renewedByDecision,
  ...given,
});

const perhaps = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 3 });
const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, { arbitrary: value, weight: 1 });

/** Days near the one asked about, near the edges of its months and years, and anywhere in between. */
export function daysNear(today: CalendarDate, { back = 400, on = 800 } = {}): fc.Arbitrary<CalendarDate> {
  const monthEnd = fc
    .tuple(fc.integer({ min: -Math.ceil(back / 13), max: Math.ceil(on / 26) }), fc.integer({ min: -2, max: 2 }))
    .map(([months, days]) => addDays(addMonths(calendarDate(`${today.slice(0, 7)}-01`), months), days - 1));
  return fc.oneof(
    fc.integer({ min: -3, max: 3 }).map((days) => addDays(today, days)),
    fc.integer({ min: -back, max: on }).map((days) => addDays(today, days)),
    monthEnd,
    fc.constantFrom('2024-02-29', '2028-02-29', '2032-02-29').map(calendarDate),
  );
}

const anyNotice = fc.oneof(
  fc.record({
    noticeCount: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 3660 })),
    noticeUnit: fc.constant('days' as const),
  }),
  fc.record({
    noticeCount: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 120 })),
    noticeUnit: fc.constant('months' as const),
  }),
  fc.constant({ noticeCount: null, noticeUnit: null }),
);

/** Half of them renew themselves, some as often as nobody gives notice, some no more. */
function anyRenewal(days: fc.Arbitrary<CalendarDate>) {
  return fc.oneof(
    fc.constantFrom(...renewalTypes).map((renewalType) => ({ ...renewedByDecision, renewalType })),
    fc.record({
      renewalType: fc.constant('automatic' as const),
      renewalMonths: fc.oneof(fc.constantFrom(1, 6, 12, 36), fc.integer({ min: 1, max: 120 })),
      mostRenewals: perhaps(fc.integer({ min: 1, max: 4 })),
      renewalsBefore: fc.constantFrom(0, 0, 1, 3),
      renewalStoppedOn: seldom(days),
    }),
  );
}

/** Any dates that an agreement may have, most of them executed. */
export function datesAround(days: fc.Arbitrary<CalendarDate>): fc.Arbitrary<AgreementDates> {
  const rest = fc.record({
    stage: fc.oneof({ arbitrary: fc.constant('executed' as const), weight: 9 }, fc.constantFrom(...agreementStages)),
    effectiveOn: perhaps(days),
    endOn: perhaps(days),
    expiringDays: fc.oneof(fc.constant(90), fc.integer({ min: 1, max: 730 })),
    noticeWindowDays: fc.oneof(fc.constant(30), fc.integer({ min: 1, max: 730 })),
    terminatedOn: seldom(days),
    supersededOn: seldom(days),
  });
  return fc
    .tuple(rest, anyNotice, anyRenewal(days))
    .map(([given, notice, renewal]) => ({ ...given, ...notice, ...renewal }));
}

/** The dates as a row of the table has them, for `jsonb_to_recordset` with `dateColumns`. */
export function rowOfDates(a: AgreementDates): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(a).map(([field, value]) => [
      field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

export const dateColumns = raw(`stage text, effective_on date, end_on date, notice_count integer, notice_unit text,
  expiring_days integer, notice_window_days integer, terminated_on date, superseded_on date, renewal_type text,
  renewal_months integer, most_renewals integer, renewals_before integer, renewal_stopped_on date`);
