import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';

export const publicationTypes = [
  'article',
  'chapter',
  'book',
  'report',
  'conference_paper',
  'preprint',
  'data_set',
  'thesis',
  'other',
] as const;
export type PublicationType = (typeof publicationTypes)[number];

/** Who entered it: the person, somebody of the agency that keeps their record, or a machine. */
export type PublicationSource = 'self' | 'liaison' | 'suggested';

/** `proposed`: the person has not said yet whether it is theirs. */
export const publicationStates = ['proposed', 'claimed', 'rejected'] as const;
export type PublicationState = (typeof publicationStates)[number];

/** What a person may say of one. */
export const publicationAnswers = ['claimed', 'rejected'] as const;
export type PublicationAnswer = (typeof publicationAnswers)[number];

/** As many as a reader takes in at once. */
export const mostHighlighted = 5;
/** As many as one list shows: there are no pages of it. */
export const mostPublications = 200;
export const longestDoi = 300;

const addressPattern = /^(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:\s*)/i;
const doiPattern = /^10\.\d{4,9}\/[!-~]+$/;

/**
 * The DOI in small letters (`10.1000/xyz123`) of a DOI or address as people paste it. Null when it does not look like one,
 * which says nothing of whether it exists.
 */
export function normaliseDoi(text: string): string | null {
  const doi = text.trim().replace(addressPattern, '');
  return doi.length <= longestDoi && doiPattern.test(doi) ? doi.toLowerCase() : null;
}

/** Where a DOI leads. A DOI may hold characters that mean something else in an address. */
export function doiAddress(doi: string): string {
  return `https://doi.org/${encodeURIComponent(doi).replaceAll('%2F', '/')}`;
}

/** Something may come out next year; not later. */
export function problemsOfPublication({ year }: { year: number | null }, today: CalendarDate): FieldProblem[] {
  const latest = Number(today.slice(0, 4)) + 1;
  return year === null || year <= latest
    ? []
    : [{ pointer: '/year', detail: `Enter a year that is not after ${latest}.` }];
}

/** Facts of an entry that are corrected, as far as they are said. */
export const publicationFacts = ['doi', 'title', 'year', 'venue', 'type'] as const;

interface Origin {
  readonly source: PublicationSource;
  readonly state: PublicationState;
}

/** Why the person may not correct or remove one of theirs, or null: what others say they wrote, they claim or reject. */
export function refusedToPerson({ source }: Pick<Origin, 'source'>): string | null {
  return source === 'self'
    ? null
    : 'This was suggested to you, so you can claim or reject it. What you added yourself you can correct and remove.';
}

/** Why staff may not correct or remove one, or null: what the person has said stays as they said it. */
export function refusedToStaff({ source, state }: Origin): string | null {
  if (source === 'self') return 'The person added this publication themselves. Only they correct or remove it.';
  return state === 'proposed'
    ? null
    : 'The person has answered this suggestion. Only one that waits for an answer can be corrected or removed.';
}

interface Standing {
  readonly state: PublicationState;
  readonly highlighted: boolean;
}

/** How it stands after the person's answer, or the sentence that refuses it. What is not theirs is not highlighted either. */
export function standingAfter(
  before: Standing,
  said: { readonly state?: PublicationAnswer; readonly highlighted?: boolean },
  othersHighlighted: number,
): Standing | string {
  const state = said.state ?? before.state;
  if (said.highlighted === true && state !== 'claimed') return 'Claim this publication before you highlight it.';
  const highlighted = state === 'claimed' && (said.highlighted ?? before.highlighted);
  if (highlighted && !before.highlighted && othersHighlighted >= mostHighlighted)
    return `You highlight ${mostHighlighted} publications already. Stop highlighting one of them first.`;
  return { state, highlighted };
}
