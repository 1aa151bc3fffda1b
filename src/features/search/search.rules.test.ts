import { termsOf } from './search.rules.js';

describe('references', () => {
  it.each<[string, string[], string | null]>([
    ['EXP-000123', ['EXP-000123'], 'EXP-000123'],
    ['exp-123', ['EXP-000123'], 'EXP-123'],
    ['Exp 000123', ['EXP-000123'], 'EXP-000123'],
    ['exp123', ['EXP-000123'], 'EXP-123'],
    ['exp-0001', ['EXP-000001'], 'EXP-0001'],
    ['EXP-1234567', ['EXP-1234567'], 'EXP-1234567'],
    ['AGR-2026-0007', ['AGR-2026-0007'], 'AGR-2026-0007'],
    ['agr 2026/7', ['AGR-2026-0007'], 'AGR-2026-7'],
    ['agr-2026', [], 'AGR-2026-'],
    ['AGR-2026-', [], 'AGR-2026-'],
    ['000123', ['EXP-000123'], null],
    ['123', ['EXP-000123'], null],
    ['EXP-', [], null],
    ['EXP-12 review', [], null],
    ['REQ-2026-0001', [], null],
  ])('%s', (typed, references, referenceStart) => {
    expect(termsOf(typed)).toMatchObject({ references, referenceStart });
  });
});

describe('e-mail addresses', () => {
  it.each<[string, string | null]>([
    ['Ada.Quarm@Example.org', 'ada.quarm@example.org'],
    ['ada.quarm@', 'ada.quarm@'],
    ['@example.org', null],
    ['ada quarm@example.org', null],
    ['ada.quarm', null],
  ])('%s', (typed, email) => {
    expect(termsOf(typed).email).toBe(email);
  });
});

describe('words and names', () => {
  it.each<[string, string[], string[]]>([
    ['Ada Quarm', ['Ada', 'Quarm'], ['Ada', 'Quarm']],
    ['  Quarm,   Ada ', ['Quarm', 'Ada'], ['Quarm', 'Ada']],
    ['Professor Zoë O’Riordan-Hale', ['Professor', 'Zoë', 'O', 'Riordan', 'Hale'], ['Zoë', 'O', 'Riordan', 'Hale']],
    ['J. Quarm', ['J', 'Quarm'], ['J', 'Quarm']],
    ['Dr', ['Dr'], []],
    ['exp', ['exp'], []],
    ['county lines 2026', ['county', 'lines', '2026'], []],
    ['a b', [], []],
    ['%_\\', [], []],
    ['', [], []],
    ['one two three four five six', ['one', 'two', 'three', 'four', 'five'], ['one', 'two', 'three', 'four', 'five']],
  ])('%s', (typed, words, names) => {
    expect(termsOf(typed)).toMatchObject({ words, names });
  });

  it('reads letters and their marks as one, however they were typed', () => {
    expect(termsOf('Zoe\u0308').words).toEqual(['Zoë']);
  });
});
