import { calendarDate } from '../../kernel/calendar-date.js';
import { datedSteps, problemsOfPlaybook, type PlaybookStep, type PlaybookTerms } from './playbook.rules.js';

const day = calendarDate;
const step = (title: string, offsetDays: number, dayCount: PlaybookStep['dayCount'] = 'calendar'): PlaybookStep => ({
  title,
  offsetDays,
  dayCount,
  priority: 'normal',
  assignee: 'owner',
});

describe('the days of a playbook', () => {
  const none = new Set<never>();
  const holidays = {
    days: {
      'england-and-wales': new Set([day('2026-12-25'), day('2026-12-28')]),
      scotland: none,
      'northern-ireland': none,
    },
    knownUntil: day('2027-12-31'),
  };
  const steps = [step('later', 3, 'working'), step('first', 0), step('between', 3), step('today', 0, 'working')];

  it('are counted from the start, by all days or by working days of the agency, and come in their order', () => {
    const dated = (division: 'england-and-wales' | 'scotland') =>
      datedSteps(steps, day('2026-12-24'), { division, holidays }).map(({ title, dueOn }) => `${title} ${dueOn}`);
    expect(dated('england-and-wales')).toEqual([
      'first 2026-12-24',
      'today 2026-12-24',
      'between 2026-12-27',
      'later 2026-12-31',
    ]);
    expect(dated('scotland')).toContain('later 2026-12-29');
  });

  it('on a working day begin with the first one after the start', () => {
    const [one] = datedSteps([step('today', 0, 'working')], day('2026-12-26'), {
      division: 'england-and-wales',
      holidays,
    });
    expect(one.dueOn).toBe('2026-12-29');
  });
});

describe('the terms of a playbook', () => {
  const terms: PlaybookTerms = {
    aboutKind: 'agreement',
    beginsOn: 'agreement.executed',
    beginsByItself: true,
    steps: [step('one', 1)],
  };

  it.each<[string, Partial<PlaybookTerms>, string[]]>([
    ['as they are', {}, []],
    ['started by hand alone', { beginsOn: null, beginsByItself: false }, []],
    ['the event of another kind', { beginsOn: 'expert.entered' }, ['/beginsOn']],
    ['by itself without an event', { beginsOn: null }, ['/beginsByItself']],
    ['no follow-up', { steps: [] }, ['/steps']],
  ])('%s', (_what, given, pointers) => {
    expect(problemsOfPlaybook({ ...terms, ...given }).map(({ pointer }) => pointer)).toEqual(pointers);
  });
});
