import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import type { Marking } from '../../kernel/marking.js';
import type { CursorParts, Page } from '../../kernel/page.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import { visibleExperts } from '../experts/expert.visibility.js';
import { nextContactDueSql } from '../experts/relationships/relationship.sql.js';
import type { RelationshipStage } from '../experts/relationships/relationship.rules.js';
import { changeableRelationships } from '../experts/relationships/relationship.visibility.js';

/** A relationship that has gone quiet. */
export interface QuietLine {
  readonly id: string;
  readonly version: number;
  readonly expertId: string;
  readonly reference: string;
  readonly name: string;
  readonly stage: RelationshipStage;
  readonly lastContactAt: Date | null;
  /** The day contact was due. */
  readonly dueOn: CalendarDate;
  readonly marking: Marking;
}

/** The reader's own relationships whose day for contact has passed. */
@Injectable()
export class QuietQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Longest overdue first. Whoever a meeting is planned with, must not be contacted, or is dormant already is left out. */
  async list(actor: UserActor, { limit, cursor }: { limit: number; cursor?: string }): Promise<Page<QuietLine>> {
    const today = this.clock.today();
    const due = nextContactDueSql('r');
    const conditions = [
      sql`r.owner_user_id = ${actor.userId}`,
      sql`r.stage not in ('dormant', 'former')`,
      sql`${due} < ${today}::date`,
      sql`not e.do_not_contact and e.objected_on is null`,
      sql`not exists (select 1 from interaction_participants took join interactions i on i.id = took.interaction_id
        where took.expert_id = r.expert_id and i.agency_id = r.agency_id and i.happened_at > ${this.clock.now()})`,
      ...this.readable(actor, today),
    ];
    const after = cursorOf(cursor, 'date', 'id');
    if (after !== null) conditions.push(sql`(${due}, r.id) > (${after[0]}::date, ${after[1]}::uuid)`);
    const rows = await this.work.read<QuietLine & { cursorKey: CursorParts }>(
      actor,
      sql`select ${columns}, json_build_array(${due}, r.id) as "cursorKey"
        from relationships r join experts e on e.id = r.expert_id
        where ${join(conditions, ' and ')}
        order by ${due}, r.id limit ${limit + 1}`,
    );
    return keysetPage<QuietLine>(rows, limit);
  }

  /** Those of the ids that the reader may change: for a page that names them. */
  selected(actor: UserActor, ids: readonly string[]): Promise<QuietLine[]> {
    const conditions = [sql`r.id = any(${ids}::uuid[])`, ...this.readable(actor, this.clock.today())];
    return this.work.read(
      actor,
      sql`select ${columns} from relationships r join experts e on e.id = r.expert_id
        where ${join(conditions, ' and ')} order by e.family_name, e.given_name, r.id`,
    );
  }

  private readable(actor: UserActor, today: CalendarDate): Sql[] {
    return [changeableRelationships(actor, 'r', today), visibleExperts(actor, 'e', today)];
  }
}

const columns = sql`r.id, r.version, e.id as "expertId", e.reference, concat_ws(' ', e.title, e.given_name, e.family_name) as name,
  r.stage, r.last_contact_at as "lastContactAt", ${nextContactDueSql('r')} as "dueOn", r.marking`;
