import { initialOf } from './duplicates.rules.js';

describe('initialOf', () => {
  it.each([
    ['J', 'J'],
    ['j.', 'j'],
    ['J. R. R.', 'J'],
    ['J R', 'J'],
    [' É. ', 'É'],
    ['Jo', null],
    ['J. Robert', null],
    ['', null],
    ['..', null],
  ])('of %j is %j', (given, expected) => {
    expect(initialOf(given)).toBe(expected);
  });
});
