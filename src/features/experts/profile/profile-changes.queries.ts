import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { notFound } from '../../../kernel/domain-error.js';
import type { CursorParts } from '../../../kernel/page.js';
import { namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../../platform/web/keyset.js';
import { changeableExperts } from '../expert.visibility.js';
import { sectionNow } from './profile-change.sql.js';
import type { ProfileChangeListQuery, ProfileChangePage, ProfileChangeView } from './profile-changes.dto.js';

/** Somebody who has objected to being held, or asked that their record be used for nothing. */
export interface RightsExercised {
  readonly id: string;
  readonly reference: string;
  readonly name: string;
  readonly objectedOn: CalendarDate | null;
  readonly objectionText: string | null;
  readonly restrictedOn: CalendarDate | null;
  readonly restrictionText: string | null;
}

const mostRights = 50;

/** What people proposed of their own profiles: for the agency that keeps their record and nobody else. */
@Injectable()
export class ProfileChangeQueries {
  constructor(private readonly work: UnitOfWork) {}

  async list(actor: UserActor, query: ProfileChangeListQuery): Promise<ProfileChangePage> {
    const limit = query.limit ?? 25;
    const conditions = [changeableExperts(actor, 'e')];
    if (query.state) conditions.push(sql`p.state = ${query.state}`);
    if (query.section) conditions.push(sql`p.section = ${query.section}`);
    const after = cursorOf(query.cursor, 'instant', 'id');
    if (after !== null) conditions.push(sql`(p.proposed_at, p.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    const rows = await this.work.read<ProfileChangeView & { cursorKey: CursorParts }>(
      actor,
      sql`select ${columns}, json_build_array(p.proposed_at::text, p.id) as "cursorKey" ${tables}
        where ${join(conditions, ' and ')} order by p.proposed_at desc, p.id desc limit ${limit + 1}`,
    );
    return keysetPage<ProfileChangeView>(rows, limit);
  }

  async show(actor: UserActor, id: string): Promise<ProfileChangeView> {
    const row = await this.work.readOne<ProfileChangeView>(actor, this.showSql(actor, id));
    if (row === null) throw notFound('proposed change');
    return row;
  }

  /** The latest first. */
  rightsExercised(actor: UserActor): Promise<RightsExercised[]> {
    return this.work.read<RightsExercised>(
      actor,
      sql`select e.id, e.reference, concat_ws(' ', e.title, e.given_name, e.family_name) as name, e.objected_on as "objectedOn",
          e.objection_text as "objectionText", e.restricted_on as "restrictedOn", e.restriction_text as "restrictionText"
        from experts e where ${changeableExperts(actor, 'e')} and (e.objected_on is not null or e.restricted_on is not null)
        order by greatest(e.objected_on, e.restricted_on) desc, e.id limit ${mostRights}`,
    );
  }

  /** The bodies of the register where somebody may work, for a post at one that was named otherwise. */
  organisations(actor: UserActor): Promise<{ id: string; name: string }[]> {
    return this.work.read(
      actor,
      sql`select o.id, o.name from organisations o
        where o.kind in ('university', 'think_tank', 'research_institute', 'ngo', 'industry')
        order by o.name limit 500`,
    );
  }

  /** The statement behind `show`, so that a decision answers from its own transaction. */
  showSql(actor: UserActor, id: string): Sql {
    return sql`select ${columns} ${tables} where p.id = ${id} and ${changeableExperts(actor, 'e')}`;
  }
}

const columns = sql`p.id, p.version,
  json_build_object('id', e.id, 'reference', e.reference, 'name', concat_ws(' ', e.title, e.given_name, e.family_name)) as expert,
  p.section, p.before, p.after, ${sectionNow('p')} as now, p.state = 'proposed' and ${sectionNow('p')} <> p.before as "movedOn",
  p.state, p.reason, ${namedRef('proposer')} as "proposedBy", p.proposed_at as "proposedAt", ${namedRef('decider')} as "decidedBy",
  p.decided_at as "decidedAt", 'OFFICIAL' as marking`;

const tables = sql`from profile_changes p join experts e on e.id = p.expert_id
  left join users proposer on proposer.id = p.proposed_by_user_id left join users decider on decider.id = p.decided_by_user_id`;
