import { calendarDate } from '../../../kernel/calendar-date.js';
import {
  approvalKinds,
  decidableBy,
  plannedApprovals,
  waitsFor,
  type ApprovalAnswers,
  type PendingApproval,
} from './approval.rules.js';

describe('plannedApprovals', () => {
  const plan = (answers: ApprovalAnswers) => plannedApprovals(['legal', 'ethics'], answers);

  it('asks one person for everything where only one is named', () => {
    expect(plan({ assigneeUserId: 'ann' })).toEqual({
      planned: [
        { kind: 'legal', assigneeUserId: 'ann', position: 1 },
        { kind: 'ethics', assigneeUserId: 'ann', position: 1 },
      ],
      problems: [],
    });
  });

  it('asks those who are named, and the general one for the rest', () => {
    const { planned, problems } = plan({
      assigneeUserId: 'ann',
      dueOn: calendarDate('2026-07-01'),
      approvals: [{ kind: 'ethics', assigneeUserId: 'eve', dueOn: calendarDate('2026-06-20') }],
    });
    expect(problems).toEqual([]);
    expect(planned).toEqual([
      { kind: 'legal', assigneeUserId: 'ann', dueOn: '2026-07-01', position: 1 },
      { kind: 'ethics', assigneeUserId: 'eve', dueOn: '2026-06-20', position: 1 },
    ]);
  });

  it('asks one after the other where that is wanted: what the type needs, then what was added', () => {
    const { planned } = plan({
      assigneeUserId: 'ann',
      serial: true,
      approvals: [{ kind: 'commercial', assigneeUserId: 'bob' }],
    });
    expect(planned.map(({ kind, position }) => [kind, position])).toEqual([
      ['legal', 1],
      ['ethics', 2],
      ['commercial', 3],
    ]);
  });

  it.each<[string, ApprovalAnswers, object[]]>([
    ['nobody', {}, [{ pointer: '/assigneeUserId', detail: 'Say who is to approve it.' }]],
    [
      'nobody for one of them',
      { approvals: [{ kind: 'legal', assigneeUserId: 'ann' }] },
      [{ pointer: '/approvals', detail: 'Say who gives the ethics approval.' }],
    ],
    [
      'two for the same',
      {
        assigneeUserId: 'ann',
        approvals: [
          { kind: 'legal', assigneeUserId: 'ann' },
          { kind: 'legal', assigneeUserId: 'bob' },
        ],
      },
      [{ pointer: '/approvals/1/kind', detail: 'Name each kind of approval once.' }],
    ],
  ])('says what is wrong when it names %s', (_what, answers, problems) => {
    expect(plan(answers).problems).toEqual(problems);
  });
});

describe('whom an agreement waits for', () => {
  const pending = (given: Partial<PendingApproval> = {}): PendingApproval => ({
    id: 'one',
    kind: 'legal',
    assigneeUserId: 'ann',
    assigneeName: 'Ann',
    standInUserId: null,
    askedByUserId: 'sam',
    open: true,
    ...given,
  });

  it.each<[string, Partial<PendingApproval>, boolean]>([
    ['the assignee', { assigneeUserId: 'me' }, true],
    ['the cover of an assignee who is away', { standInUserId: 'me' }, true],
    ['somebody else', {}, false],
    ['the assignee, before it is asked for', { assigneeUserId: 'me', open: false }, false],
    ['the cover, before it is asked for', { standInUserId: 'me', open: false }, false],
  ])('%s', (_who, given, expected) => {
    expect(decidableBy([pending(given)], 'me')).toHaveLength(expected ? 1 : 0);
  });

  it.each<[PendingApproval[], string]>([
    [[pending()], 'This is with Ann, who alone can decide it.'],
    [[pending(), pending({ kind: 'ethics' })], 'This is with Ann, who alone can decide it.'],
    [
      [pending(), pending({ kind: 'business', assigneeUserId: 'bob', assigneeName: 'Bob', open: false })],
      'This is with Ann, who alone can decide it.',
    ],
    [
      [pending(), pending({ kind: 'ethics', assigneeUserId: 'bob', assigneeName: 'Bob' })],
      'This is with Ann (legal approval) and Bob (ethics approval): each of them has to decide.',
    ],
  ])('%#', (given, expected) => expect(waitsFor(given)).toBe(expected));

  it('names each kind in words', () => {
    for (const kind of approvalKinds)
      expect(waitsFor([pending({ kind }), pending({ assigneeUserId: 'bob' })])).toMatch(/[a-z ]+ approval\)/);
  });
});
