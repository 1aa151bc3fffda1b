import { Controller, Get, Param, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { highestMarking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { filterTags, listAddress } from '../../platform/pages/list-address.js';
import { page, Pages, type PageView } from '../../platform/pages/page.js';
import { countryName } from '../../platform/pages/countries.js';
import { sentence } from '../../platform/pages/words.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { sharingWords } from '../../platform/pages/sharing-words.js';
import { statusColours, typeWords } from '../agreements/agreement.words.js';
import { availabilityWords, careerStageWords, kindWords, stageColours } from '../experts/expert.words.js';
import { publicationTypeWords } from '../experts/publications/publication.words.js';
import { levelWords } from '../experts/vetting/vetting.words.js';
import { eventWords, sourceWords, timelineKindWords, vettingColours } from './expert-record.words.js';
import { ExpertRecords, type ExpertRecord } from './expert-records.js';
import {
  recordsOf,
  timelineKinds,
  type TimelineEntryView,
  type TimelineKind,
  type TimelinePage,
} from './timeline.dto.js';
import { periodsOf, timelineErrors, TimelineForm, timelineQueryOf } from './timeline.form.js';
import { TimelineQueries } from './timeline.queries.js';

class RecordForm {
  /** What was just done. */
  @Optional()
  @Typed()
  done?: string;
}

const doneWords = new Map([
  ['began', 'Your agency’s relationship with this person has begun.'],
  ['stage', 'The stage is changed.'],
  ['details', 'The relationship is changed.'],
  ['vetting', 'The vetting is recorded.'],
  ['logged', 'Logged.'],
  ['promised', 'Logged, and the follow-up is on the list.'],
  ['planned', 'Planned. It is on the first page until it is written up.'],
  ['entered', 'This person is entered. What is known of them so far stands below.'],
  ['edited', 'The record is changed.'],
  [
    'confirmation-asked',
    'A link goes to this person by mail. They can say with it whether their profile is still correct.',
  ],
]);

/** As many as one sheet of paper holds. */
const onPaper = { followUps: 5, interactions: 3, agreements: 3, publications: 3 };

/** One person as staff read them: who this is and what is next, what happened, and the sheet to take along. */
@Pages()
@Controller('experts')
export class ExpertRecordsWebController {
  constructor(
    private readonly records: ExpertRecords,
    private readonly timelines: TimelineQueries,
    private readonly clock: Clock,
  ) {}

  /** The record of one person. Academics have a page of their own. */
  @Permit('experts.list')
  @Get(':id')
  async show(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() { done }: RecordForm,
  ): Promise<PageView> {
    const record = await this.records.of(actor, id, { followUps: 10, interactions: 5, planned: 10 });
    const model = { ...modelOf(record), done: done === undefined ? undefined : doneWords.get(done) };
    return page('expert-records/show', model, { shown: record.shown });
  }

  /** All that happened with one person, by kind and by year. */
  @Permit('experts.list')
  @Get(':id/timeline')
  async timeline(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() form: TimelineForm,
  ): Promise<PageView> {
    try {
      return this.timelinePage(form, await this.timelines.of(actor, id, timelineQueryOf(form, this.clock.now())), []);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      // Whose timeline it is stands on the page whatever the filters are.
      const found = await this.timelines.of(actor, id, { limit: 1 });
      return this.timelinePage(form, { ...found, items: [], nextCursor: null }, timelineErrors(error));
    }
  }

  /** One sheet to take to a meeting. */
  @Permit('experts.list')
  @Get(':id/briefing')
  async briefing(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    const record = await this.records.of(actor, id, onPaper);
    const { agreements, more } = await this.records.inForce(actor, record, onPaper.agreements);
    const marking = highestMarking([record.marking, ...agreements.map((one) => one.marking)]);
    const model = {
      ...modelOf(record),
      title: `Briefing on ${record.name}`,
      marking,
      covering: agreements,
      moreCovering: more,
      highlighted: record.publications.items.filter((one) => one.highlighted).slice(0, onPaper.publications),
      printedOn: this.clock.today(),
      printedBy: actor.name,
    };
    return page('expert-records/briefing', model, { shown: record.shown });
  }

  private timelinePage(form: TimelineForm, timeline: TimelinePage, errors: readonly FormError[]): PageView {
    const path = `/experts/${timeline.reference}/timeline`;
    const periods = periodsOf(this.clock.today());
    const tags = filterTags(path, form, {
      kind: (code) => (timelineKinds.includes(code as TimelineKind) ? timelineKindWords[code as TimelineKind] : code),
      period: (value) => periods.find((one) => one.value === value)?.text ?? value,
    });
    const model = {
      title: `Timeline of ${timeline.name}`,
      marking: highestMarking(timeline.items.map(({ marking }) => marking)),
      timeline,
      path,
      form,
      kinds: timelineKinds,
      periods,
      tags,
      items: timeline.items.map((entry) => itemOf(entry, timeline.reference)),
      next: timeline.nextCursor === null ? null : listAddress(path, { ...form, cursor: timeline.nextCursor }),
      first: form.cursor ? listAddress(path, { ...form, cursor: '' }) : null,
      words: { kind: timelineKindWords },
      errors,
    };
    return page('expert-records/timeline', model, {
      status: errors.length > 0 ? 400 : 200,
      shown: recordsOf(timeline),
    });
  }
}

function modelOf(record: ExpertRecord): object {
  const { expert, name, own } = record;
  return {
    ...record,
    title: `${name} (${expert.reference})`,
    handling: own?.marking === 'OFFICIAL-SENSITIVE' ? own.handling : null,
    words: {
      kind: kindWords,
      availability: availabilityWords,
      careerStage: careerStageWords,
      level: levelWords,
      source: sourceWords,
      type: typeWords,
      sharing: sharingWords,
      publication: publicationTypeWords,
    },
    country: expert.country && countryName(expert.country),
    colours: { stage: stageColours, status: statusColours, vetting: vettingColours },
  };
}

/** An event as the timeline of the pages shows it. */
function itemOf(entry: TimelineEntryView, expertReference: string): object {
  const { event, happenedAt, happenedOn, recordId, reference, title, detail, code, agency, marking } = entry;
  const marked = marking === 'OFFICIAL' ? '' : ` (${marking})`;
  const hrefs: Record<TimelineKind, string | null> = {
    interaction: `/interactions/${recordId}`,
    agreement: `/agreements/${reference}`,
    follow_up: `/follow-ups/${recordId}`,
    relationship: `/experts/${expertReference}/relationship`,
    affiliation: null,
  };
  const kind = event === 'interaction' && code !== null ? sentence(code) : eventWords[event];
  const stage = code === null ? sentence(title) : `${sentence(code)} to ${sentence(title).toLowerCase()}`;
  return {
    when: happenedAt ?? happenedOn,
    kind,
    title: (event === 'stage_changed' ? stage : reference === null ? title : `${reference} ${title}`) + marked,
    href: hrefs[entry.kind],
    text: detail,
    by: agency?.name ?? null,
  };
}
