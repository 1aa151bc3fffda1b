/** Why somebody may be the one who is about to be entered. One e-mail address or ORCID iD is never two people's. */
export const likenesses = ['email', 'orcid', 'name'] as const;
export type Likeness = (typeof likenesses)[number];

/** The first letter when a given name is initials only, such as "J", "J." or "J. R."; null for a name. */
export function initialOf(givenName: string): string | null {
  const letters = givenName
    .trim()
    .split(/[\s.]+/)
    .filter(Boolean);
  return letters.length > 0 && letters.every((one) => [...one].length === 1) ? letters[0] : null;
}
