import fc from 'fast-check';
import {
  addDays,
  calendarDate,
  daysBetween,
  isAfter,
  isBefore,
  type CalendarDate,
} from '../../../kernel/calendar-date.js';
import { recurrenceUnits } from '../../../kernel/recurrence.js';
import { nextOf, placeAfter, problemsOfRecurrence, type PlaceInSeries } from './follow-up.recurrence.rules.js';

const day = calendarDate;
const monthly: PlaceInSeries = {
  everyCount: 1,
  everyUnit: 'months',
  firstOn: day('2026-01-31'),
  number: 0,
  untilOn: null,
  times: null,
};

describe('the time after', () => {
  it.each([
    ['done early', {}, '2026-01-20', { number: 1, dueOn: '2026-02-28' }],
    ['done on the day of the next', {}, '2026-02-28', { number: 1, dueOn: '2026-02-28' }],
    ['done the day after it', {}, '2026-03-01', { number: 2, dueOn: '2026-03-31' }],
    ['done half a year late', {}, '2026-07-31', { number: 6, dueOn: '2026-07-31' }],
    ['a last day that is the next', { untilOn: day('2026-02-28') }, '2026-01-31', { number: 1, dueOn: '2026-02-28' }],
    ['a last day before the next', { untilOn: day('2026-02-27') }, '2026-01-31', null],
    ['a last day, and late', { untilOn: day('2026-03-31') }, '2026-04-01', null],
    ['two times', { times: 2 }, '2026-01-31', { number: 1, dueOn: '2026-02-28' }],
    ['two times, this being the second', { times: 2, number: 1 }, '2026-02-28', null],
    ['three times, the second left out', { times: 3 }, '2026-03-15', { number: 2, dueOn: '2026-03-31' }],
    ['three times, both left out', { times: 3 }, '2026-04-01', null],
  ] as const)('%s', (_what, given, today, expected) => {
    expect(nextOf({ ...monthly, ...given }, day(today))).toEqual(expected);
  });
});

describe('for any series that is closed on any days', () => {
  const closings = fc.array(fc.integer({ min: -40, max: 400 }), { maxLength: 30 });
  const someSeries = fc.record({
    everyCount: fc.integer({ min: 1, max: 5 }),
    everyUnit: fc.constantFrom(...recurrenceUnits),
    firstOn: fc.integer({ min: 0, max: 1600 }).map((days) => addDays(day('2024-01-01'), days)),
    end: fc.oneof(
      fc.constant({ untilOn: null, times: null }),
      fc.integer({ min: 1, max: 9 }).map((times) => ({ untilOn: null, times })),
      fc.integer({ min: 0, max: 900 }).map((days) => ({ untilOn: addDays(day('2024-01-01'), days), times: null })),
    ),
  });

  /** Closes one after the other, each so many days after it is due, and says on which day and what was due. */
  const walk = (
    series: PlaceInSeries,
    delays: readonly number[],
  ): { closedOn: CalendarDate; due: CalendarDate; number: number }[] => {
    const walked = [];
    let [place, due, today] = [series, series.firstOn, series.firstOn];
    for (const delay of delays) {
      today = [today, addDays(due, delay)].reduce((one, other) => (isAfter(one, other) ? one : other));
      walked.push({ closedOn: today, due, number: place.number });
      const next = nextOf(place, today);
      if (next === null) break;
      [place, due] = [{ ...place, number: next.number }, next.dueOn];
    }
    return walked;
  };

  it('no time opens late, comes back, lies past the end, or drifts from the first day', () => {
    fc.assert(
      fc.property(someSeries, closings, ({ end, ...rhythm }, delays) => {
        const series = { ...rhythm, ...end, number: 0 };
        const walked = walk(series, delays);
        walked.slice(1).forEach(({ due, number }, index) => {
          const before = walked[index];
          expect(isBefore(due, before.closedOn)).toBe(false);
          expect(number).toBeGreaterThan(before.number);
          expect(isAfter(due, before.due)).toBe(true);
          if (series.untilOn !== null) expect(isAfter(due, series.untilOn)).toBe(false);
          if (series.times !== null) expect(number).toBeLessThan(series.times);
          if (series.everyUnit === 'weeks') expect(daysBetween(series.firstOn, due) % 7).toBe(0);
          const late = ['months', 'years'].includes(series.everyUnit) ? Number(series.firstOn.slice(8)) : 0;
          if (late > 0) expect(Number(due.slice(8))).toBeGreaterThanOrEqual(Math.min(late, 28));
        });
      }),
      { numRuns: 2000, seed: 20261126 },
    );
  });

  it('all times take place where each is closed in time', () => {
    fc.assert(
      fc.property(someSeries, fc.integer({ min: 2, max: 9 }), ({ end: _end, ...rhythm }, times) => {
        const walked = walk(
          { ...rhythm, untilOn: null, times, number: 0 },
          Array.from({ length: 20 }, () => 0),
        );
        expect(walked.map(({ number }) => number)).toEqual(Array.from({ length: times }, (_none, number) => number));
      }),
      { numRuns: 500, seed: 20261126 },
    );
  });
});

describe('said anew', () => {
  const before = { ...monthly, number: 3 };
  const said = { everyCount: 1, everyUnit: 'months', untilOn: null, times: 9 } as const;
  const due = day('2026-05-04');

  it('keeps its count while the rhythm stays', () => {
    expect(placeAfter(said, due, before, false)).toEqual({ ...said, firstOn: '2026-01-31', number: 3 });
  });

  it.each([
    ['another number', { ...said, everyCount: 2 }, before, false],
    ['another unit', { ...said, everyUnit: 'weeks' as const }, before, false],
    ['another due day', said, before, true],
    ['the first time', said, null, false],
  ])('begins anew from the due day with %s', (_what, now, was, dueDaySaid) => {
    expect(placeAfter(now, due, was, dueDaySaid)).toMatchObject({ firstOn: due, number: 0 });
  });

  it.each([
    ['ten years', { everyCount: 10, everyUnit: 'years' }, []],
    ['eleven', { everyCount: 11, everyUnit: 'years' }, ['/repeats/everyCount']],
    ['two ends', { untilOn: day('2026-12-31'), times: 3 }, ['/repeats/times']],
    ['a last day that is the due day', { untilOn: due }, []],
    ['a last day before it', { untilOn: day('2026-05-03') }, ['/repeats/untilOn']],
    ['as many times as there were', { times: 3, number: 3 }, ['/repeats/times']],
    ['this one as the last', { times: 4, number: 3 }, []],
  ] as const)('with %s', (_what, given, expected) => {
    expect(problemsOfRecurrence({ ...monthly, ...given }, due).map(({ pointer }) => pointer)).toEqual(expected);
  });
});
