/** The parts of a profile that its owner fills, each with a form of its own. */
export const profileSections = ['about', 'availability', 'expertise', 'affiliations', 'name', 'email'] as const;
export type ProfileSection = (typeof profileSections)[number];

/** What of a profile counts towards being complete. Telephone, website and the like are welcome and never missed. */
export interface ProfileFacts {
  readonly email: string | null;
  readonly biography: string | null;
  readonly interests: string | null;
  readonly languages: readonly string[];
  readonly country: string | null;
  readonly careerStage: string | null;
  readonly availability: string;
  readonly affiliations: readonly { readonly current: boolean }[];
  readonly expertise: readonly { readonly source: string }[];
}

export const profileParts = [
  'email',
  'affiliation',
  'expertise',
  'availability',
  'biography',
  'interests',
  'languages',
  'country',
  'careerStage',
] as const;
export type ProfilePart = (typeof profileParts)[number];

/** The form in which each part is filled. */
export const sectionOfPart: Readonly<Record<ProfilePart, ProfileSection>> = {
  email: 'email',
  affiliation: 'affiliations',
  expertise: 'expertise',
  availability: 'availability',
  biography: 'about',
  interests: 'about',
  languages: 'about',
  country: 'about',
  careerStage: 'about',
};

export interface Completeness {
  /** Whole, 0 to 100: a hundred only when nothing is missing. */
  readonly percent: number;
  readonly missing: readonly ProfilePart[];
}

export function completenessOf(facts: ProfileFacts): Completeness {
  const there: Record<ProfilePart, boolean> = {
    email: filled(facts.email),
    affiliation: facts.affiliations.some(({ current }) => current),
    // A suggestion is nobody's word yet.
    expertise: facts.expertise.some(({ source }) => source !== 'suggested'),
    availability: facts.availability !== 'unknown',
    biography: filled(facts.biography),
    interests: filled(facts.interests),
    languages: facts.languages.length > 0,
    country: filled(facts.country),
    careerStage: filled(facts.careerStage),
  };
  const missing = profileParts.filter((part) => !there[part]);
  return { percent: Math.floor((100 * (profileParts.length - missing.length)) / profileParts.length), missing };
}

function filled(text: string | null): boolean {
  return text !== null && text.trim() !== '';
}

/** As much of an address as its owner needs to know it again: the first letter and the domain. */
export function maskedEmail(email: string | null): string | null {
  if (email === null) return null;
  const at = email.lastIndexOf('@');
  return at < 1 ? '•••' : `${[...email][0]}•••${email.slice(at)}`;
}
