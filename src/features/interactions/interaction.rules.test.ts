import {
  earlierValues,
  interactionKinds,
  participantOf,
  problemsOfInteraction,
  problemsOfParticipants,
  type InteractionKind,
  type InteractionStatement,
  type ParticipantIds,
} from './interaction.rules.js';

const one = '019aa000-0000-7000-8000-000000000001';
const two = '019aa000-0000-7000-8000-000000000002';
const now = new Date('2026-06-10T09:00:00Z');
const statement: InteractionStatement = {
  kind: 'meeting',
  happenedAt: new Date('2026-06-09T10:00:00Z'),
  durationMinutes: 60,
  subject: 'Romance fraud',
  notes: 'First words.',
  outcome: null,
  strand: null,
  topics: ['fraud', 'cyber'],
  chathamHouse: false,
  marking: 'OFFICIAL',
  handling: null,
  sharing: 'agency',
  about: { kind: 'expert', id: one },
  participants: [
    { kind: 'expert', id: one },
    { kind: 'user', id: two },
  ],
};

describe('problemsOfInteraction', () => {
  it.each<[InteractionKind, boolean]>(
    interactionKinds.map((kind) => [kind, ['meeting', 'call', 'briefing', 'visit', 'event'].includes(kind)]),
  )('%s can be planned: %s', (kind, can) => {
    const ahead = { ...statement, kind, happenedAt: new Date('2026-06-10T09:00:00.001Z') };
    expect(problemsOfInteraction(ahead, now).length === 0).toBe(can);
    expect(problemsOfInteraction(ahead, now, false)).toEqual([
      { pointer: '/happenedAt', detail: 'Enter when it happened: a time that has passed.' },
    ]);
  });

  it.each([
    ['an hour ago', '2026-06-10T08:00:00Z', []],
    ['at this very moment', '2026-06-10T09:00:00.000Z', []],
    ['a meeting a moment from now', '2026-06-10T09:00:00.001Z', []],
    ['a meeting in a year', '2027-06-10T09:00:00Z', []],
    ['a meeting later than that', '2027-06-11T09:00:00.001Z', ['/happenedAt']],
    ['at the same moment by another clock', '2026-06-10T10:00:00+01:00', []],
  ])('%s', (_when, happenedAt, pointers) => {
    const problems = problemsOfInteraction({ ...statement, happenedAt: new Date(happenedAt) }, now);
    expect(problems.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it.each([
    ['OFFICIAL', 'all_partners', []],
    ['OFFICIAL-SENSITIVE', 'named', []],
    ['OFFICIAL-SENSITIVE', 'agency', ['/sharing']],
  ] as const)('%s shared with %s', (marking, sharing, pointers) => {
    const problems = problemsOfInteraction({ ...statement, marking, sharing }, now);
    expect(problems.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

describe('problemsOfParticipants', () => {
  it.each<[string, ParticipantIds[], string[]]>([
    ['nobody', [], []],
    ['one of each', [{ expertId: one }, { contactId: one }, { userId: one }, { organisationId: one }], []],
    ['null beside the one that is meant', [{ expertId: one, userId: null }], []],
    ['an empty participant', [{ expertId: one }, {}], ['/participants/1']],
    ['two in one', [{ expertId: one, userId: two }], ['/participants/0']],
    ['the same twice', [{ expertId: one }, { expertId: one }], ['/participants/1']],
    ['the same in other letters', [{ expertId: one }, { expertId: one.toUpperCase() }], ['/participants/1']],
  ])('%s', (_what, participants, pointers) => {
    expect(problemsOfParticipants(participants).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('names whom it means in small letters', () => {
    expect(participantOf({ userId: null, contactId: one.toUpperCase() })).toEqual({ kind: 'contact', id: one });
  });
});

describe('earlierValues', () => {
  it('is empty when nothing changed, whatever the order', () => {
    const after = {
      ...statement,
      happenedAt: new Date(statement.happenedAt),
      topics: ['cyber', 'fraud'],
      participants: [...statement.participants].reverse(),
    };
    expect(earlierValues(statement, after)).toEqual({});
  });

  it('keeps the earlier value of each field that changed and of no other', () => {
    const after = {
      ...statement,
      notes: null,
      happenedAt: new Date('2026-06-08T10:00:00Z'),
      about: null,
      participants: statement.participants.slice(1),
    };
    expect(earlierValues(statement, after)).toEqual({
      notes: 'First words.',
      happenedAt: statement.happenedAt,
      about: statement.about,
      participants: statement.participants,
    });
  });
});
