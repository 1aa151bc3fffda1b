import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { Marking } from '../../kernel/marking.js';
import { Text } from '../../platform/errors/fields.js';
import { Holds } from '../../platform/errors/fields.js';
import { fewestCharacters } from './search.rules.js';

/** In the order in which they are answered. */
export const searchKinds = [
  'expert',
  'term',
  'organisation',
  'contact',
  'agreement',
  'follow_up',
  'interaction',
] as const;
export type SearchKind = (typeof searchKinds)[number];

export class SearchQuery {
  /**
   * What to look for: a name, as it is spelt or nearly so; a reference, such as EXP-000123 or agr 2026-7; an e-mail address
   * or its beginning up to the @ at least; words of a title or subject; an expertise term or what else it is called.
   */
  @Text({ max: 200 })
  @Holds(
    'longEnough',
    (value) => typeof value === 'string' && value.length >= fewestCharacters,
    () => `Enter ${fewestCharacters} characters or more to search for.`,
  )
  q: string;
}

/** One thing that was found, with what tells it apart from others. */
export class SearchHitView {
  id: string;
  /** Of an expert or an agreement; of an expertise term its scheme and code, such as `threat:msht`. */
  reference: string | null;
  name: string;
  /** What else it is called: what a person is known as, a body's short name, the term's synonym that was meant. */
  also: string | null;
  /** A person's role in their present main post, a contact's office, the type of an agreement, the kind of an interaction. */
  role: string | null;
  /** Where a person works, the body above a body, the agency that keeps a record. */
  organisation: string | null;
  /** The last day of an agreement, the day a follow-up is due, the day of an interaction; Europe/London. */
  datedOn: CalendarDate | null;
  /** The status of an agreement, the state of a follow-up, the kind of a body, the scheme of a term. */
  state: string | null;
  marking: Marking;
  /** True when the name is only like what was typed. */
  like: boolean;
}

export class SearchGroupView {
  kind: SearchKind;
  /** The best first, six at most. */
  items: SearchHitView[];
  /** Whether there are more that you may see. */
  more: boolean;
}

export class SearchExactView {
  kind: SearchKind;
  id: string;
  reference: string;
}

export class SearchView {
  /** The record whose reference this is, if you may see it. */
  exact: SearchExactView | null;
  /** Kinds of which something was found. */
  groups: SearchGroupView[];
}
