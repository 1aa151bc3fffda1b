const freeTries = 5;
const mostFromHere = 10;
const mostFromAddress = 50;
const fullWindowSeconds = 300;

/**
 * Seconds to wait after the last failure of the past five minutes: none for the first five (people mistype), then 2, 4, 8, 16
 * and 32, and the whole window from the tenth on. One address trying many accounts waits the window from its fiftieth failure.
 */
export function waitAfterFailures(forAccountFromAddress: number, forAddress: number): number {
  if (forAccountFromAddress >= mostFromHere || forAddress >= mostFromAddress) return fullWindowSeconds;
  return forAccountFromAddress < freeTries ? 0 : 2 ** (forAccountFromAddress - freeTries + 1);
}
