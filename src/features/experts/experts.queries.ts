import { Injectable } from '@nestjs/common';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { notFound } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/identifier.js';
import type { CursorParts } from '../../kernel/page.js';
import { instant, listOf, namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { pageBothWays } from '../../platform/web/keyset.js';
import { identifiedBy } from '../../platform/web/record-id.pipe.js';
import { tagsOnExpert } from '../tags/tag.sql.js';
import { expertConditions } from './expert.filters.js';
import { cursorKey, findingOrder, keyColumns, orderOf, shownOrder, type ExpertOrder } from './expert.sorts.sql.js';
import { currentAffiliation, expertSql, privateColumn, readerSql } from './expert.sql.js';
import { visibleExperts } from './expert.visibility.js';
import { nextContactDueSql } from './relationships/relationship.sql.js';
import { ownRelationships } from './relationships/relationship.visibility.js';
import type { ExpertListQuery } from './experts.dto.js';
import type { ExpertCount, ExpertPage, ExpertSummaryView, ExpertView } from './expert.views.dto.js';

const mostCounted = 1000;

type SummaryRow = ExpertSummaryView & { cursorKey: CursorParts };

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
    const order = orderOf(actor, query, today);
    if (order.beyond !== null) conditions.push(order.beyond);
    const rows = await this.work.read<SummaryRow>(actor, listSql(actor, conditions, order, limit + 1, today));
    return pageBothWays<ExpertSummaryView>(rows, limit, order.from);
  }

  /** Those of these people whom the actor may see, by name: by id or by reference, a hundred at most. */
  async among(actor: UserActor, experts: readonly string[]): Promise<ExpertSummaryView[]> {
    if (experts.length === 0) return [];
    const today = this.clock.today();
    const conditions = [visibleExperts(actor, 'e', today), namedAmong('e', experts)];
    const rows = await this.work.read<SummaryRow>(
      actor,
      listSql(actor, conditions, orderOf(actor, {}, today), experts.length, today),
    );
    return rows.map(({ cursorKey: _cursorKey, ...item }) => item);
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
function listSql(
  actor: UserActor,
  conditions: readonly Sql[],
  order: ExpertOrder,
  rows: number,
  today: CalendarDate,
): Sql {
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
      own.view as relationship, ${tagsOnExpert(actor, 'e')} as tags, ${cursorKey(order)} as "cursorKey"
    from (select e.id, e.version, e.reference, e.kind, e.title, e.given_name, e.family_name, e.known_as, e.availability,
        e.available_until, e.field_audience, e.agency_id, ${keyColumns(order)}
      from experts e ${order.joins} where ${join(conditions, ' and ')} order by ${findingOrder(order)} limit ${rows}) e
    ${readerSql(actor)}
    left join lateral (
      select r.marking, json_build_object('id', r.id, 'stage', r.stage, 'owner', ${namedRef('owner')},
        'lastContactAt', ${instant(sql`r.last_contact_at`)}, 'nextContactDueOn', ${nextContactDueSql('r')}) as view
      from relationships r left join users owner on owner.id = r.owner_user_id
      where r.expert_id = e.id and ${ownRelationships(actor, 'r', today)} limit 1) own on true
    order by ${shownOrder(order)}`;
}

/** The people that are named by id or by reference. */
export function namedAmong(aliasName: string, experts: readonly string[]): Sql {
  const alias = raw(aliasName);
  const [ids, references] = [experts.filter(isId), experts.filter((one) => !isId(one))];
  return sql`(${alias}.id = any(${ids}::uuid[]) or ${alias}.reference = any(${references}::text[]))`;
}
