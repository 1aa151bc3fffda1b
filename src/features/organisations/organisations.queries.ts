import { Injectable } from '@nestjs/common';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { notFound } from '../../kernel/domain-error.js';
import type { CursorParts } from '../../kernel/page.js';
import { containing, listOf, namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import type {
  OrganisationListQuery,
  OrganisationPage,
  OrganisationSummaryView,
  OrganisationView,
} from './organisations.dto.js';
import { rorUrl } from './ror.rules.js';

const mostCounted = 1000;

type SummaryRow = OrganisationSummaryView & { cursorKey: CursorParts };

/** True for bodies that have not ended by that day; one that has yet to begin is among them. */
export function notEnded(aliasName: string, today: CalendarDate): Sql {
  const o = raw(aliasName);
  return sql`(${o}.valid_to is null or ${o}.valid_to >= ${today})`;
}

/** The bodies that name this one as the one that continues them. */
export function absorbedBy(aliasName: string): Sql {
  return listOf(sql`select json_agg(json_build_object('id', former.id, 'name', former.name) order by former.name, former.id)
    from organisations former where former.successor_id = ${raw(aliasName)}.id`);
}

/** Reads of organisations: one statement each. The register is the same for everybody who may read it. */
@Injectable()
export class OrganisationQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(actor: UserActor, query: OrganisationListQuery): Promise<OrganisationPage> {
    const limit = query.limit ?? 25;
    const conditions = filters(query, this.clock.today());
    const after = cursorOf(query.cursor, 'text', 'id');
    if (after !== null) conditions.push(sql`(o.name, o.id) > (${after[0]}, ${after[1]}::uuid)`);
    const rows = await this.work.read<SummaryRow>(
      actor,
      sql`select ${summaryColumns}, json_build_array(o.name, o.id) as "cursorKey"
        from organisations o left join organisations parent on parent.id = o.parent_id
        where ${join(conditions, ' and ')}
        order by o.name, o.id
        limit ${limit + 1}`,
    );
    return keysetPage<OrganisationSummaryView>(rows, limit);
  }

  /** How many match, counted up to a thousand. */
  async count(actor: UserActor, query: OrganisationListQuery): Promise<{ count: number; more: boolean }> {
    const conditions = filters(query, this.clock.today());
    const [{ count }] = await this.work.read<{ count: number }>(
      actor,
      sql`select count(*)::integer as count from (select 1 from organisations o where ${join(conditions, ' and ')} limit ${mostCounted + 1}) found`,
    );
    return { count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  /** The countries that bodies of the register are in. */
  async countries(actor: UserActor): Promise<string[]> {
    const rows = await this.work.read<{ country: string }>(actor, sql`select distinct country from organisations`);
    return rows.map(({ country }) => country);
  }

  async show(actor: UserActor, id: string): Promise<OrganisationView> {
    return this.viewOf(await this.work.readOne<OrganisationView>(actor, this.showSql(id)));
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(id: string): Sql {
    return sql`select ${summaryColumns}, o.aliases, o.jurisdiction, o.audience, o.ror_id as "rorId", o.ror_status as "rorStatus",
        o.email_domains as "emailDomains", o.valid_from as "validFrom",
        ${listOf(sql`select json_agg(json_build_object('id', part.id, 'name', part.name, 'kind', part.kind) order by part.name, part.id)
          from organisations part where part.parent_id = o.id and ${notEnded('part', this.clock.today())}`)} as children,
        ${namedRef('predecessor')} as predecessor, ${namedRef('successor')} as successor, ${absorbedBy('o')} as absorbed,
        ${namedRef('signatory')} as "signsThrough", o.created_at as "createdAt", o.updated_at as "updatedAt"
      from organisations o
      left join organisations parent on parent.id = o.parent_id
      left join organisations predecessor on predecessor.id = o.predecessor_id
      left join organisations successor on successor.id = o.successor_id
      left join organisations signatory on signatory.id = o.signs_through_id
      where o.id = ${id}`;
  }

  viewOf(row: OrganisationView | null | undefined): OrganisationView {
    if (!row) throw notFound('organisation');
    return row;
  }
}

const summaryColumns = sql`o.id, o.version, o.kind, o.name, o.short_name as "shortName", ${namedRef('parent')} as parent, o.country,
  ${rorUrl('')} || o.ror_id as "rorUrl", o.website, o.valid_to as "validTo"`;

function filters(query: OrganisationListQuery, today: CalendarDate): Sql[] {
  const conditions = [query.former ? sql`true` : notEnded('o', today)];
  if (query.q) conditions.push(sql`o.search like ${containing(query.q)}`);
  if (query.kind) conditions.push(sql`o.kind = ${query.kind}`);
  if (query.country) conditions.push(sql`o.country = ${query.country}`);
  if (query.parentId) conditions.push(sql`o.parent_id = ${query.parentId}`);
  return conditions;
}
