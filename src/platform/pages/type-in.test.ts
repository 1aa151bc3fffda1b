import { typedName } from './type-in.js';

const named = (id: string, exact = false) => ({ id, name: `Body ${id}`, exact });

describe('a typed name', () => {
  it.each([
    ['blank when nothing was typed', '  ', undefined, [named('a')], { kind: 'blank' }],
    ['none when nothing is called so', 'X', undefined, [], { kind: 'none' }],
    ['the only one that is found', 'X', undefined, [named('a')], { kind: 'one', one: named('a') }],
    [
      'the one that is called just so',
      'X',
      undefined,
      [named('a'), named('b', true)],
      { kind: 'one', one: named('b', true) },
    ],
    ['the one that was chosen', 'X', 'b', [named('a', true), named('b')], { kind: 'one', one: named('b') }],
    [
      'several, when the choice is not among them',
      'X',
      'c',
      [named('a'), named('b')],
      { kind: 'several', candidates: [named('a'), named('b')] },
    ],
    [
      'only those called just so, when several are',
      'X',
      undefined,
      [named('a'), named('b', true), named('c', true)],
      { kind: 'several', candidates: [named('b', true), named('c', true)] },
    ],
  ])('is %s', (_what, text, chosen, candidates, expected) => {
    expect(typedName(text, chosen, candidates)).toEqual(expected);
  });
});
