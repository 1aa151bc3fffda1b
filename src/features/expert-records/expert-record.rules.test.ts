import { calendarDate } from '../../kernel/calendar-date.js';
import { handlingOf, nextStepsOf, type HandlingFacts, type WhatIsAhead } from './expert-record.rules.js';

const today = calendarDate('2026-06-10');

describe('handlingOf', () => {
  const facts: HandlingFacts = {
    doNotContact: false,
    objectedOn: null,
    restrictedOn: null,
    privacyNoticeSentOn: calendarDate('2026-01-05'),
    told: true,
    createdAt: '2026-05-10T09:00:00Z',
  };
  it.each<[string, Partial<HandlingFacts>, RegExp[]]>([
    ['nothing in the way', {}, []],
    ['do not contact', { doNotContact: true }, [/^Do not contact/]],
    ['an objection', { objectedOn: calendarDate('2026-05-01') }, [/1 May 2026/]],
    [
      'a restriction goes first',
      { restrictedOn: calendarDate('2026-05-02'), doNotContact: true },
      [/2 May 2026/, /^Do not contact/],
    ],
    ['a notice on its last day', { privacyNoticeSentOn: null }, [/is due by 10 June 2026/]],
    [
      'a notice that is late',
      { privacyNoticeSentOn: null, createdAt: '2026-05-09T09:00:00Z' },
      [/was due on 9 June 2026/],
    ],
    ['a reader who is told nothing of it', { told: false, privacyNoticeSentOn: null, doNotContact: null }, []],
  ])('%s', (_what, given, expected) => {
    const notices = handlingOf({ ...facts, ...given }, today);
    expect(notices).toEqual(expected.map((pattern) => expect.stringMatching(pattern) as string));
  });
});

describe('nextStepsOf', () => {
  const nothing: WhatIsAhead = {
    contactDueOn: null,
    contactOwner: null,
    doNotContact: false,
    followUps: [],
    meetings: [],
    agreements: [],
    vettings: [],
  };
  const followUp = {
    id: 'f1',
    title: 'Send the paper',
    dueOn: calendarDate('2026-06-09'),
    state: 'overdue',
    snoozedUntil: null,
    effectiveAssignee: { name: 'Ann' },
  };
  const agreement = {
    reference: 'AGR-2026-0001',
    title: 'Sharing',
    status: 'active',
    endOn: calendarDate('2026-12-31'),
    noticeDeadlineOn: calendarDate('2026-09-30'),
    owner: null,
  };
  const meeting = {
    id: 'i1',
    kind: 'Meeting',
    subject: 'Go through the paper',
    on: calendarDate('2026-06-12'),
    at: '2:30pm',
    agency: { name: 'Invented Police' },
  };
  const told = (given: Partial<WhatIsAhead>): [string, string, boolean][] =>
    nextStepsOf({ ...nothing, ...given }, today).map(({ on, what, late }) => [on, what, late]);

  it('is empty when nothing is ahead', () => {
    expect(told({})).toEqual([]);
  });

  it('is in the order of the days, and says what is late: from the day after', () => {
    expect(
      told({
        contactDueOn: today,
        followUps: [followUp],
        agreements: [agreement],
        vettings: [{ level: 'SC', status: 'granted', expiresOn: calendarDate('2026-07-01') }],
      }),
    ).toEqual([
      ['2026-06-09', 'Follow-up', true],
      ['2026-06-10', 'Contact', false],
      ['2026-07-01', 'Vetting expires', false],
      ['2026-09-30', 'Last day of notice', false],
      ['2026-12-31', 'Agreement ends', false],
    ]);
  });

  it('brings what is snoozed back on its day', () => {
    const snoozed = { ...followUp, state: 'snoozed', snoozedUntil: calendarDate('2026-06-20') };
    expect(told({ followUps: [snoozed] })).toEqual([['2026-06-20', 'Follow-up', false]]);
  });

  it('puts what is planned among the rest by its day, and on one day by its time', () => {
    const earlier = { ...meeting, id: 'i0', kind: 'Call', at: '9am' };
    expect(
      told({ contactDueOn: calendarDate('2026-06-13'), meetings: [earlier, meeting], followUps: [followUp] }),
    ).toEqual([
      ['2026-06-09', 'Follow-up', true],
      ['2026-06-12', 'Call, 9am', false],
      ['2026-06-12', 'Meeting, 2:30pm', false],
      ['2026-06-13', 'Contact', false],
    ]);
    expect(nextStepsOf({ ...nothing, meetings: [meeting] }, today)[0]).toMatchObject({
      text: 'Go through the paper',
      who: 'Invented Police',
      href: '/interactions/i1',
    });
  });

  it('asks nobody to be in touch with a person who is not to be contacted', () => {
    expect(told({ contactDueOn: today, doNotContact: true })).toEqual([]);
  });

  it('leaves out what is past or not in force', () => {
    expect(told({ agreements: [{ ...agreement, status: 'draft' }] })).toEqual([]);
    expect(told({ agreements: [{ ...agreement, noticeDeadlineOn: calendarDate('2026-06-09') }] })).toHaveLength(1);
    expect(told({ vettings: [{ level: 'SC', status: 'ended', expiresOn: today }] })).toEqual([]);
  });
});
