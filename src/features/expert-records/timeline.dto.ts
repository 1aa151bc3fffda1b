import type { CalendarDate } from '../../kernel/calendar-date.js';
import { highestMarking, type Marking } from '../../kernel/marking.js';
import { IsDate, OneOf, Optional } from '../../platform/errors/fields.js';
import { ListQuery } from '../../platform/errors/list-query.js';
import type { ShownRecords } from '../../platform/pages/page.js';

export const timelineKinds = ['interaction', 'agreement', 'follow_up', 'relationship', 'affiliation'] as const;
/** What the events of a timeline are about. */
export type TimelineKind = (typeof timelineKinds)[number];

export const timelineEvents = [
  'interaction',
  'agreement_signed',
  'agreement_effective',
  'agreement_ended',
  'agreement_renewed',
  'agreement_superseded',
  'agreement_terminated',
  'follow_up_made',
  'follow_up_done',
  'follow_up_cancelled',
  'stage_changed',
  'affiliation_began',
  'affiliation_ended',
] as const;
export type TimelineEvent = (typeof timelineEvents)[number];

export class TimelineQuery extends ListQuery {
  /** One kind of event only. */
  @Optional()
  @OneOf(timelineKinds)
  kind?: TimelineKind;

  /** On this day or later, Europe/London. */
  @Optional()
  @IsDate()
  from?: CalendarDate;

  /** On this day or earlier, Europe/London. */
  @Optional()
  @IsDate()
  to?: CalendarDate;
}

class NamedRef {
  id: string;
  name: string;
}

export class TimelineEntryView {
  kind: TimelineKind;
  event: TimelineEvent;
  /** The interaction, agreement, follow-up, relationship or affiliation. */
  recordId: string;
  /** The agreement's. */
  reference: string | null;
  /** The day it happened, Europe/London. */
  happenedOn: CalendarDate;
  /** The instant, where more than the day is known. */
  happenedAt: Date | null;
  /** The subject or title; of a stage change the stage, of an affiliation the organisation. */
  title: string;
  /** What came of it; of a stage change the reason, of an affiliation role and department. */
  detail: string | null;
  /** Of an interaction: its kind. Of a stage change: the stage before. */
  code: string | null;
  /** The agency that keeps the record; null for an affiliation. */
  agency: NamedRef | null;
  marking: Marking;
}

export class TimelinePage {
  /** The expert. */
  expertId: string;
  reference: string;
  name: string;
  /** The highest of the entries below. */
  marking: Marking;
  /** Newest first. */
  items: TimelineEntryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

/** The records that a timeline tells of, for the log of readings. */
export function recordsOf({ expertId, items }: TimelinePage): ShownRecords {
  const of = (kind: TimelineKind): ShownRecords[string] => {
    const shown = items.filter((item) => item.kind === kind);
    const marking = highestMarking(shown.map((item) => item.marking));
    return [...new Set(shown.map(({ recordId }) => recordId))].map((id) => ({ id, marking }));
  };
  return {
    expert: [{ id: expertId, marking: 'OFFICIAL' }],
    interaction: of('interaction'),
    agreement: of('agreement'),
    follow_up: of('follow_up'),
    relationship: of('relationship'),
  };
}
