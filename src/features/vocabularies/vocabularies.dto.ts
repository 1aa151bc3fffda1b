import type { CalendarDate } from '../../kernel/calendar-date.js';
import { BooleanInQuery, Optional } from '../../platform/errors/fields.js';

export class VocabularyQuery {
  /** Also the terms that are no longer offered, with the day they were retired. */
  @Optional()
  @BooleanInQuery()
  retired?: boolean;
}

export class VocabularySummaryView {
  /** Such as `threat`: its place in the address of its terms. */
  scheme: string;
  /** How many terms are offered today. */
  terms: number;
  /** How many have been retired. */
  retiredTerms: number;
}

export class VocabularyListView {
  /** Every vocabulary: they are few, so the list is never cut. */
  items: VocabularySummaryView[];
}

export class VocabularyTermView {
  id: string;
  /** What records keep. It never changes its meaning. */
  code: string;
  label: string;
  description: string | null;
  /** Other words for it, by which a search finds it too. */
  synonyms: string[];
  /** Which published list it comes from. */
  edition: string;
  /** The first day on which it is no longer offered, Europe/London; null while it is. */
  retiredOn: CalendarDate | null;
}

export class VocabularyView {
  scheme: string;
  /** Its terms in their order, never cut. */
  items: VocabularyTermView[];
}
