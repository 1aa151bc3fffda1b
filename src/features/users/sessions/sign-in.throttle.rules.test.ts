import { waitAfterFailures } from './sign-in.throttle.rules.js';

describe('waitAfterFailures', () => {
  it.each([
    [0, 0],
    [1, 0],
    [4, 0],
    [5, 2],
    [6, 4],
    [7, 8],
    [8, 16],
    [9, 32],
    [10, 300],
    [1000, 300],
  ])('after %i failures of one account from here: %i seconds', (failures, seconds) => {
    expect(waitAfterFailures(failures, failures % 50)).toBe(seconds);
  });

  it.each([
    [0, 49, 0],
    [0, 50, 300],
    [5, 49, 2],
    [5, 50, 300],
  ])('after %i of this account among %i from here: %i seconds', (account, address, seconds) => {
    expect(waitAfterFailures(account, address)).toBe(seconds);
  });
});
