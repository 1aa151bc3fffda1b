import { calendarDate } from '../../kernel/calendar-date.js';
import {
  followUpLifecycle,
  problemsOfStep,
  type FollowUpStep,
  type FollowUpStepFacts,
  type FollowUpStepSaid,
} from './follow-up.lifecycle.js';
import { followUpStatuses, type FollowUpStatus } from './follow-up.rules.js';

const today = calendarDate('2026-06-10');
const facts = (given: Partial<FollowUpStepFacts> = {}): FollowUpStepFacts => ({
  stage: 'open',
  agencyId: 'agency',
  assigneeUserId: 'ada',
  completedOn: null,
  snoozedUntil: null,
  continued: false,
  ...given,
});

describe('the lifecycle of a follow-up', () => {
  it.each<[FollowUpStep, FollowUpStatus, FollowUpStatus | null]>([
    ['complete', 'open', 'done'],
    ['complete', 'done', null],
    ['complete', 'cancelled', null],
    ['snooze', 'open', 'open'],
    ['snooze', 'done', null],
    ['snooze', 'cancelled', null],
    ['reassign', 'open', 'open'],
    ['reassign', 'done', null],
    ['reassign', 'cancelled', null],
    ['cancel', 'open', 'cancelled'],
    ['cancel', 'done', null],
    ['cancel', 'cancelled', null],
    ['reopen', 'open', null],
    ['reopen', 'done', 'open'],
    ['reopen', 'cancelled', 'open'],
  ])('%s of one that is %s leads to %s', (step, stage, to) => {
    expect(followUpLifecycle.take(step, facts({ stage }), {})).toMatchObject(
      to === null ? { allowed: false } : { allowed: true, to },
    );
  });

  it('reaches every status, and ends in none', () => {
    expect(followUpLifecycle.unreachable('open', followUpStatuses)).toEqual([]);
    expect(followUpLifecycle.deadEnds()).toEqual([]);
  });

  it('asks for one permission', () => {
    expect(new Set(followUpLifecycle.steps.map((step) => followUpLifecycle.needs(step)))).toEqual(
      new Set(['follow-ups.write']),
    );
  });

  it.each([
    ['ada', 'ada', 'It is with that person already.'],
    ['ada', 'ben', null],
    [null, 'ada', null],
  ])('from %s to %s', (assigneeUserId, wanted, refusal) => {
    const taken = followUpLifecycle.take('reassign', facts({ assigneeUserId }), { assigneeUserId: wanted });
    expect(taken).toEqual(refusal === null ? { allowed: true, to: 'open' } : { allowed: false, reason: refusal });
  });

  it('is not called blocked for want of a name that nobody has typed yet', () => {
    expect(
      followUpLifecycle.open(facts({ assigneeUserId: null }), {}, () => true).map(({ blocked }) => blocked),
    ).toEqual([null, null, null, null]);
  });

  it('does not reopen one that goes on in another', () => {
    expect(followUpLifecycle.take('reopen', facts({ stage: 'done', continued: true }), {})).toEqual({
      allowed: false,
      reason: 'It goes on in another follow-up. Change that one, or make a new one.',
    });
  });
});

describe('problemsOfStep', () => {
  const day = (text: string) => calendarDate(text);

  it.each<[string, FollowUpStepSaid, string[]]>([
    ['done with what came of it', { step: 'complete', outcome: 'Sent' }, []],
    ['done without what came of it', { step: 'complete' }, ['/outcome']],
    ['done today', { step: 'complete', outcome: 'Sent', on: day('2026-06-10') }, []],
    ['done last week', { step: 'complete', outcome: 'Sent', on: day('2026-06-03') }, []],
    ['done tomorrow', { step: 'complete', outcome: 'Sent', on: day('2026-06-11') }, ['/on']],
    ['done, with the next', { step: 'complete', outcome: 'Sent', next: {} }, []],
    ['done, with a day to come back on', { step: 'complete', outcome: 'Sent', until: day('2026-06-11') }, ['/until']],
    ['snoozed until tomorrow', { step: 'snooze', until: day('2026-06-11') }, []],
    ['snoozed until today', { step: 'snooze', until: day('2026-06-10') }, ['/until']],
    ['snoozed without a day', { step: 'snooze' }, ['/until']],
    ['given to somebody for a reason', { step: 'reassign', assigneeUserId: 'ben', reason: 'Leave' }, []],
    ['given to nobody for no reason', { step: 'reassign' }, ['/assigneeUserId', '/reason']],
    ['cancelled for a reason', { step: 'cancel', reason: 'Overtaken' }, []],
    ['cancelled for none', { step: 'cancel' }, ['/reason']],
    ['cancelled with an outcome', { step: 'cancel', reason: 'Overtaken', outcome: 'None' }, ['/outcome']],
    ['reopened', { step: 'reopen' }, []],
    ['reopened for a reason', { step: 'reopen', reason: 'Not done after all' }, []],
    ['reopened until a day', { step: 'reopen', until: day('2026-06-11') }, ['/until']],
    ['fields that were not sent', { step: 'reopen', until: undefined }, []],
  ])('%s', (_what, said, pointers) => {
    expect(problemsOfStep(said, today).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('says what to do about each', () => {
    const details = (said: FollowUpStepSaid): string[] => problemsOfStep(said, today).map(({ detail }) => detail);
    expect(details({ step: 'reassign' })).toEqual(['Select who takes it on.', 'Enter the reason.']);
    expect(details({ step: 'snooze' })).toEqual(['Enter the day on which it comes back.']);
    expect(details({ step: 'complete' })).toEqual(['Enter what came of it.']);
    expect(details({ step: 'reopen', next: {} })).toEqual(['The step “reopen” does not take this. Remove it.']);
    expect(details({ step: 'snooze', until: today })).toEqual(['Enter a day after today.']);
    expect(details({ step: 'complete', outcome: 'Sent', on: day('2027-01-01') })).toEqual([
      'Enter a day that is not in the future.',
    ]);
  });
});
