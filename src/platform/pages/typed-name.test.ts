import { isCalled, typedName } from './typed-name.js';

const bodies = [
  { name: 'Invented Police', short: 'IP' },
  { name: 'Invented Police Authority', short: null },
  { name: 'University of Åland', short: 'UA' },
  { name: 'Twin', short: null },
  { name: 'twin', short: null },
];

it.each<[string, string, number[], string]>([
  ['its whole name', 'Invented Police', [0, 1], 'Invented Police'],
  ['its name in other letters', '  invented   POLICE ', [0, 1], 'Invented Police'],
  ['its short name', 'ua', [2], 'University of Åland'],
  ['its name without the accent', 'university of aland', [2], 'University of Åland'],
  ['a part, when it is the only one', 'Authority', [1], 'Invented Police Authority'],
  ['a part of two', 'Invented', [0, 1], 'several'],
  ['a name that two have', 'Twin', [3, 4], 'several'],
  ['nothing of theirs', 'Elsewhere', [], 'none'],
])('finds who is meant by %s', (_how, typed, found, expected) => {
  const candidates = found.map((index) => {
    const { name, short } = bodies[index];
    return { id: String(index), name, exact: isCalled([name, short], typed) };
  });
  const outcome = typedName(typed, undefined, candidates);
  expect(outcome.kind === 'one' ? outcome.one.name : outcome.kind).toBe(expected);
});

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
