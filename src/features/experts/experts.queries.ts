import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { notFound } from '../../kernel/domain-error.js';
import type { CursorParts } from '../../kernel/page.js';
import { instant, listOf, namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import { identifiedBy } from '../../platform/web/record-id.pipe.js';
import { expertConditions } from './expert.filters.js';
import { currentAffiliation, expertSql, privateColumn, readerSql } from './expert.sql.js';
import { nextContactDueSql } from './relationships/relationship.sql.js';
import { ownRelationships } from './relationships/relationship.visibility.js';
import type { ExpertListQuery } from './experts.dto.js';
import type { ExpertCount, ExpertPage, ExpertSummaryView, ExpertView } from './expert.views.dto.js';

const mostCounted = 1000;

/** Reads of people: one statement each, scoped to whom the actor may see and to what of them. */
@Injectable()
export class ExpertQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(actor: UserActor, query: ExpertListQuery): Promise<ExpertPage> {
    const limit = query.limit ?? 25;
    const today = this.clock.today();
    const conditions = expertConditions(actor, query, today);
    const after = cursorOf(query.cursor, 'text', 'text', 'id');
    if (after !== null)
      conditions.push(
        sql`(e.family_name, e.given_name, e.id) > (${after[0]}::text, ${after[1]}::text, ${after[2]}::uuid)`,
      );
    const rows = await this.work.read<ExpertSummaryView & { cursorKey: CursorParts }>(
      actor,
      listSql(actor, conditions, limit + 1, today),
    );
    return keysetPage<ExpertSummaryView>(rows, limit);
  }

  /** How many the actor may see that match, counted up to a thousand. */
  async count(actor: UserActor, query: ExpertListQuery): Promise<ExpertCount> {
    const conditions = expertConditions(actor, query, this.clock.today());
    const [{ count }] = await this.work.read<{ count: number }>(
      actor,
      sql`select count(*)::integer as count from (select 1 from experts e where ${join(conditions, ' and ')} limit ${mostCounted + 1}) found`,
    );
    return { count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  async show(actor: UserActor, idOrReference: string): Promise<ExpertView> {
    const row = await this.work.readOne<ExpertView>(actor, this.showSql(actor, identifiedBy('e', idOrReference)));
    if (row === null) throw notFound('expert');
    return row;
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: Actor, where: Sql): Sql {
    return expertSql(actor, where, this.clock.today());
  }
}

/**
 * The page's people are found first, by index and in order; what is shown of them is gathered for those few only. Laterals that
 * cannot be flattened keep it so whatever the planner expects of the page.
 */
function listSql(actor: UserActor, conditions: readonly Sql[], rows: number, today: CalendarDate): Sql {
  return sql`
    select e.id, e.version, e.reference, e.kind, e.title, e.given_name as "givenName", e.family_name as "familyName",
      e.known_as as "knownAs", reader.known as known, coalesce(own.marking, 'OFFICIAL') as marking,
      ${listOf(sql`select json_agg(json_build_object('organisation', ${namedRef('o')}, 'department', f.department, 'role', f.role,
          'isPrimary', f.is_primary) order by f.is_primary desc, o.name, f.id)
        from affiliations f join organisations o on o.id = f.organisation_id
        where f.expert_id = e.id and ${currentAffiliation(today)}`)} as posts,
      ${listOf(sql`select json_agg(json_build_object('scheme', t.scheme, 'code', t.code, 'label', t.label, 'level', x.level)
          order by x.level, t.scheme, t.position, t.code)
        from expertise x join vocabulary_terms t on t.id = x.term_id where x.expert_id = e.id`)} as expertise,
      ${privateColumn(actor, 'availability', sql`e.availability`)} as availability,
      ${privateColumn(actor, 'availability', sql`e.available_until`)} as "availableUntil",
      own.view as relationship, json_build_array(e.family_name, e.given_name, e.id) as "cursorKey"
    from (select e.id, e.version, e.reference, e.kind, e.title, e.given_name, e.family_name, e.known_as, e.availability,
        e.available_until, e.field_audience, e.agency_id
      from experts e where ${join(conditions, ' and ')} order by e.family_name, e.given_name, e.id limit ${rows}) e
    ${readerSql(actor)}
    left join lateral (
      select r.marking, json_build_object('id', r.id, 'stage', r.stage, 'owner', ${namedRef('owner')},
        'lastContactAt', ${instant(sql`r.last_contact_at`)}, 'nextContactDueOn', ${nextContactDueSql('r')}) as view
      from relationships r left join users owner on owner.id = r.owner_user_id
      where r.expert_id = e.id and ${ownRelationships(actor, 'r', today)} limit 1) own on true
    order by e.family_name, e.given_name, e.id`;
}
