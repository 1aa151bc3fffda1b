import { agreementTypes } from '../agreement.status.rules.js';
import { changedClausesOf, problemOfClauses, type Clause, type TemplateClause } from './clause.rules.js';
import { newestTemplate, templateOf } from './templates.js';
import { fillable } from './text.fill.rules.js';

const template: TemplateClause[] = [
  { code: 'parties', heading: 'Parties', wording: 'Between {parties}.' },
  { code: 'law', heading: 'Law', wording: 'English law.' },
];
const [parties, law]: Clause[] = template;
const own: Clause = { code: null, heading: 'Costs', wording: 'Each bears its own.' };

describe('how clauses differ from their template', () => {
  it.each<[string, Clause[], (readonly [string, number | null, string])[]]>([
    ['not at all', [parties, law], []],
    ['not by their order', [law, parties], []],
    ['not by spaces', [{ ...parties, wording: '  Between\n {parties}. ' }, law], []],
    ['by a word', [{ ...parties, wording: 'Amongst {parties}.' }, law], [['changed', 1, 'Parties']]],
    ['by a capital', [parties, { ...law, wording: 'English Law.' }], [['changed', 2, 'Law']]],
    ['by a heading', [{ ...parties, heading: 'Who' }, law], [['changed', 1, 'Who']]],
    ['by one that was added', [parties, own, law], [['added', 2, 'Costs']]],
    [
      'by a clause of the template under no code',
      [{ ...parties, code: null }, law],
      [
        ['added', 1, 'Parties'],
        ['removed', null, 'Parties'],
      ],
    ],
    ['by one that was left out', [law], [['removed', null, 'Parties']]],
    [
      'by all of it',
      [own],
      [
        ['added', 1, 'Costs'],
        ['removed', null, 'Parties'],
        ['removed', null, 'Law'],
      ],
    ],
  ])('%s', (_how, clauses, changes) => {
    const found = changedClausesOf(template, clauses);
    expect(found.map(({ change, number, heading }) => [change, number, heading])).toEqual(changes);
  });

  const gaps: TemplateClause = {
    code: 'data',
    heading: 'Data',
    wording: 'Data is kept for [how long] at [where]. It is returned by [the day].',
  };
  it.each<[string, string, boolean]>([
    ['with its brackets left', gaps.wording, true],
    ['with every bracket filled in', 'Data is kept for two years at the college. It is returned by 3 May 2027.', true],
    [
      'with one filled in and the others left',
      'Data is kept for two years at [where]. It is returned by [the day].',
      true,
    ],
    ['with nothing in place of a bracket', 'Data is kept for two years at . It is returned by 3 May 2027.', false],
    ['with a bracket that ends it left out', 'Data is kept for two years at Leeds. It is returned by .', false],
    ['with more after it', 'Data is kept for a year at Leeds. It is returned by May. Or not.', false],
    [
      'with a sentence in place of a bracket',
      'Data is kept for ever. We sell it at Leeds. It is returned by May.',
      false,
    ],
    [
      'with a long tale in place of a bracket',
      `Data is kept for ${'a '.repeat(61)} at Leeds. It is returned by May.`,
      false,
    ],
    [
      'with a name to be filled in place of a bracket',
      'Data is kept for {value} at Leeds. It is returned by May.',
      false,
    ],
    ['with another word beside a bracket', 'Data is held for a year at Leeds. It is returned by May.', false],
    ['with another end', 'Data is kept for a year at Leeds. It is destroyed by May.', false],
    ['with words twice', 'Data is kept for a year at Leeds at Hull. It is returned by May.', true],
    ['with nothing', 'x', false],
  ])('a wording %s', (_what, wording, asTemplate) => {
    expect(changedClausesOf([gaps], [{ ...gaps, wording }])).toHaveLength(asTemplate ? 0 : 1);
  });

  it.each([
    [[parties, law, own], null],
    [[], /at least one clause/],
    [[parties, parties], /can stand in the agreement once/],
    [[{ ...own, code: 'costs' }], /has no clause “costs”/],
  ])('%#: what is wrong with them as a whole', (clauses, problem) => {
    const found = problemOfClauses(template, clauses as Clause[]);
    if (problem === null) expect(found).toBeNull();
    else expect(found).toMatch(problem as RegExp);
  });
});

describe.each(agreementTypes)('the template for %s', (type) => {
  const { clauses, version } = newestTemplate(type);

  it('has six to twelve clauses, each with a code of its own', () => {
    expect(clauses.length).toBeGreaterThanOrEqual(6);
    expect(clauses.length).toBeLessThanOrEqual(12);
    expect(problemOfClauses(clauses, clauses)).toBeNull();
    expect(changedClausesOf(clauses, clauses)).toEqual([]);
  });

  it('names its parties and nothing that cannot be filled', () => {
    const names = clauses.flatMap(({ wording }) => [...wording.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(names).toContain('parties');
    expect(names.filter((name) => !Object.hasOwn(fillable, name))).toEqual([]);
  });

  it('says when it ends, and is found by its edition', () => {
    expect(clauses.map(({ wording }) => wording).join(' ')).toContain('{term}');
    expect(templateOf(type, version).type).toBe(type);
    expect(() => templateOf(type, 99)).toThrow('no edition 99');
  });
});
