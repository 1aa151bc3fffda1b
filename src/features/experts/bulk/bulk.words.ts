import { londonDateOf, type CalendarDate } from '../../../kernel/calendar-date.js';
import { nameWords } from '../expert.words.js';
import type { ExpertSummaryView } from '../expert.views.dto.js';
import type { BulkChangeView } from './bulk.dto.js';
import type { SkipReason } from './bulk.rules.js';

/** Why somebody is left out, as the end of a sentence. */
export const skipWords: Record<SkipReason, string> = {
  no_relationship: 'your agency has no relationship with them that you may change',
  owned_already: 'they look after this person already',
  would_hide: 'it is shared with named people only, and you would no longer be one of them',
  tagged_already: 'they carry the tag already',
  not_tagged: 'they do not carry the tag',
};

/** What a list says after a change of several of its records. */
export interface BulkBanner {
  readonly text: string;
  /** Where to undo it. */
  readonly undo?: string;
  readonly peopleHeading?: string;
  readonly people?: readonly (Pick<ExpertSummaryView, 'id' | 'reference' | 'marking'> & {
    name: string;
    reason: string;
  })[];
}

export function bannerOf(
  change: BulkChangeView,
  skipped: readonly ExpertSummaryView[],
  today: CalendarDate,
): BulkBanner {
  const { id, act, changed, restored } = change;
  if (restored !== null) {
    const left = changed - restored;
    const because = act === 'reassign' ? ', or no longer for their former owner to look after' : '';
    const rest =
      left > 0 ? ` ${several(left, 'was', 'were')} left as they were: changed again meanwhile${because}.` : '';
    return { text: `Undone: ${several(restored, 'record is', 'records are')} as before.${rest}` };
  }
  const people = skipped.map((person) => ({
    id: person.id,
    reference: person.reference,
    marking: person.marking,
    name: nameWords(person),
    reason: `${skipWords[change.skipped.find(({ reference }) => reference === person.reference)!.reason]}.`,
  }));
  return {
    text: changedWords(change),
    undo: changed > 0 && londonDateOf(new Date(change.madeAt)) === today ? `/experts/bulk/${id}/undo` : undefined,
    peopleHeading: people.length > 0 ? `Left out: ${several(people.length, 'person', 'people')}` : undefined,
    people,
  };
}

function changedWords({ act, changed, owner, tag }: BulkChangeView): string {
  const people = several(changed, 'person', 'people');
  if (act === 'reassign')
    return `${several(changed, 'relationship', 'relationships')} handed over to ${owner?.name ?? 'a colleague'}.`;
  const name = tag ? `“${tag.name}”` : 'the tag';
  return act === 'add_tag' ? `${people} tagged ${name}.` : `Tag ${name} removed from ${people}.`;
}

function several(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
