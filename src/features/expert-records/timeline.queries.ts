import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { isAfter } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { invalidField, notFound } from '../../kernel/domain-error.js';
import { highestMarking } from '../../kernel/marking.js';
import type { CursorParts } from '../../kernel/page.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import { identifiedBy } from '../../platform/web/record-id.pipe.js';
import type { TimelineEntryView, TimelinePage, TimelineQuery } from './timeline.dto.js';
import { timelineSql } from './timeline.sql.js';

interface Person {
  readonly expertId: string;
  readonly expertReference: string;
  readonly name: string;
}
/** Of a person without any event the entry's columns are null. */
type Row = Person & TimelineEntryView & { cursorKey: CursorParts };

/** What happened with one person: one statement, scoped to what the actor may see. */
@Injectable()
export class TimelineQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async of(actor: UserActor, expert: string, query: TimelineQuery): Promise<TimelinePage> {
    if (query.from && query.to && isAfter(query.from, query.to))
      throw invalidField('?to', 'Enter a last day that is on or after the first.');
    const limit = query.limit ?? 25;
    const after = cursorOf(query.cursor, 'instant', 'text', 'id');
    const page = { after, rows: limit + 1, today: this.clock.today() };
    const rows = await this.work.read<Row>(actor, timelineSql(actor, identifiedBy('e', expert), query, page));
    if (rows.length === 0) throw notFound('expert');
    const [{ expertId, expertReference: reference, name }] = rows;
    const entries = rows
      .filter(({ event }) => event !== null)
      .map(({ expertId: _expertId, expertReference: _reference, name: _name, ...entry }) => entry);
    const { items, nextCursor } = keysetPage<TimelineEntryView>(entries, limit);
    return {
      expertId,
      reference,
      name,
      marking: highestMarking(items.map(({ marking }) => marking)),
      items,
      nextCursor,
    };
  }
}
