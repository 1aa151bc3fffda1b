import { theOneNamed } from './typed-name.js';

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
  const outcome = theOneNamed(
    found.map((index) => bodies[index]),
    typed,
    ({ name, short }) => [name, short],
  );
  expect('item' in outcome ? outcome.item.name : outcome.problem).toBe(expected);
});
