import { calendarDate } from '../../../kernel/calendar-date.js';
import { problemsOfRelationship, refusalOfStage, relationshipStages } from './relationship.rules.js';

describe('refusalOfStage', () => {
  const others = relationshipStages.filter((stage) => stage !== 'former');

  it.each(relationshipStages)('refuses to stay at %s', (stage) => {
    expect(refusalOfStage(stage, stage)).toMatch(/already\.$/);
  });

  it.each(others)('lets %s become any other stage', (from) => {
    for (const to of relationshipStages.filter((stage) => stage !== from)) expect(refusalOfStage(from, to)).toBeNull();
  });

  it('lets somebody who left begin again as a contact only', () => {
    expect(refusalOfStage('former', 'contact')).toBeNull();
    for (const to of others.filter((stage) => stage !== 'contact'))
      expect(refusalOfStage('former', to)).toContain('contact');
  });

  it('names a stage in words', () => {
    expect(refusalOfStage('named_expert', 'named_expert')).toContain('“named expert”');
  });
});

describe('problemsOfRelationship', () => {
  const today = calendarDate('2026-06-10');
  const facts = { marking: 'OFFICIAL', sharing: 'agency', sinceOn: today } as const;
  const pointers = (given: object): string[] =>
    problemsOfRelationship({ ...facts, ...given }, today).map(({ pointer }) => pointer);

  it.each<[string, object, string[]]>([
    ['begun today', {}, []],
    ['begun tomorrow', { sinceOn: calendarDate('2026-06-11') }, ['/sinceOn']],
    ['sensitive and named', { marking: 'OFFICIAL-SENSITIVE', sharing: 'named' }, []],
    ['sensitive and shared', { marking: 'OFFICIAL-SENSITIVE', sharing: 'agency' }, ['/sharing']],
    ['both at once', { marking: 'OFFICIAL-SENSITIVE', sinceOn: calendarDate('2026-06-11') }, ['/sharing', '/sinceOn']],
  ])('%s', (_what, given, expected) => {
    expect(pointers(given)).toEqual(expected);
  });
});
