import fc from 'fast-check';
import { addDays, calendarDate, type CalendarDate } from '../../kernel/calendar-date.js';
import {
  followUpState,
  followUpStates,
  followUpStatuses,
  keptOrLate,
  type FollowUpState,
  type FollowUpStatus,
} from './follow-up.rules.js';

const start = calendarDate('2026-11-01');
const someDay: fc.Arbitrary<CalendarDate> = fc.integer({ min: 0, max: 60 }).map((days) => addDays(start, days));
const factsOf = (status: FollowUpStatus, dueOn: string, snoozedUntil: string | null = null) => ({
  status,
  dueOn: calendarDate(dueOn),
  snoozedUntil: snoozedUntil === null ? null : calendarDate(snoozedUntil),
});

describe('followUpState', () => {
  const today = calendarDate('2026-11-22');

  it.each<[string, FollowUpStatus, string, string | null, FollowUpState]>([
    ['due tomorrow', 'open', '2026-11-23', null, 'open'],
    ['due today', 'open', '2026-11-22', null, 'due_today'],
    ['due yesterday', 'open', '2026-11-21', null, 'overdue'],
    ['due last year', 'open', '2025-11-22', null, 'overdue'],
    ['snoozed until tomorrow', 'open', '2026-12-01', '2026-11-23', 'snoozed'],
    ['snoozed until today', 'open', '2026-12-01', '2026-11-22', 'open'],
    ['snoozed until yesterday', 'open', '2026-12-01', '2026-11-21', 'open'],
    ['due today and snoozed until tomorrow', 'open', '2026-11-22', '2026-11-23', 'snoozed'],
    ['due yesterday and snoozed until tomorrow', 'open', '2026-11-21', '2026-11-23', 'snoozed'],
    ['due yesterday, back today', 'open', '2026-11-21', '2026-11-22', 'overdue'],
    ['due today, back today', 'open', '2026-11-22', '2026-11-22', 'due_today'],
    ['done, whatever the dates', 'done', '2026-11-21', '2026-11-23', 'done'],
    ['cancelled, whatever the dates', 'cancelled', '2026-11-21', '2026-11-23', 'cancelled'],
  ])('%s', (_what, status, dueOn, snoozedUntil, expected) => {
    expect(followUpState(factsOf(status, dueOn, snoozedUntil), today)).toBe(expected);
  });

  it('only ever moves on as days pass, unless it is reopened or moved', () => {
    const order: FollowUpState[] = ['snoozed', 'open', 'due_today', 'overdue'];
    fc.assert(
      fc.property(someDay, fc.option(someDay), someDay, (dueOn, snoozedUntil, day) => {
        const facts = { status: 'open' as const, dueOn, snoozedUntil };
        const [before, after] = [followUpState(facts, day), followUpState(facts, addDays(day, 1))];
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
      }),
    );
  });

  it('is one of the states, and the stored status when that is final', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...followUpStatuses),
        someDay,
        fc.option(someDay),
        someDay,
        (status, dueOn, until, day) => {
          const state = followUpState({ status, dueOn, snoozedUntil: until }, day);
          expect(followUpStates).toContain(state);
          if (status !== 'open') expect(state).toBe(status);
        },
      ),
    );
  });
});

describe('keptOrLate', () => {
  it.each([
    ['2026-11-22', '2026-11-21', 'kept'],
    ['2026-11-22', '2026-11-22', 'kept'],
    ['2026-11-22', '2026-11-23', 'late'],
    ['2026-12-31', '2027-01-01', 'late'],
  ])('due on %s, done on %s is %s', (dueOn, doneOn, expected) => {
    expect(keptOrLate({ dueOn: calendarDate(dueOn), doneOn: calendarDate(doneOn) })).toBe(expected);
  });
});
