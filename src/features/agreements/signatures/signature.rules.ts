/** Why a signature does not count for the version that it names, as a sentence, or null. Without one it is of the current version. */
export function whyNotThatVersion(named: number | null, current: number): string | null {
  if (named === null || named === current) return null;
  return named > current
    ? `The text of this agreement has no version ${named}. Version ${current} is the current one.`
    : `Version ${named} of the text has been replaced by version ${current}. Ask for a signature of that one.`;
}
