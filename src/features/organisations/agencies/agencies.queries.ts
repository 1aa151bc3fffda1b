import { Inject, Injectable } from '@nestjs/common';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import type { AgencyFigure } from '../../../kernel/contracts.js';
import { notFound } from '../../../kernel/domain-error.js';
import type { CursorParts } from '../../../kernel/page.js';
import { containing, listOf, namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../../platform/web/keyset.js';
import { agencyKinds } from '../organisation.rules.js';
import { absorbedBy, notEnded } from '../organisations.queries.js';
import type { AgencyListQuery, AgencyPage, AgencySummaryView, AgencyView } from './agencies.dto.js';

/** The injection token of the figures that `app.module` collects from the features. */
export const AGENCY_FIGURES = Symbol('agency figures');

const mostCounted = 1000;
/** Deeper than any body is nested; it only keeps a mistake in the register from running for ever. */
const mostLevels = 20;

type SummaryRow = AgencySummaryView & { cursorKey: CursorParts };

/** The agencies among the organisations, each with the people to turn to and what it has going on. One statement each. */
@Injectable()
export class AgencyQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    @Inject(AGENCY_FIGURES) private readonly figures: readonly AgencyFigure[],
  ) {}

  async list(actor: UserActor, query: AgencyListQuery): Promise<AgencyPage> {
    const limit = query.limit ?? 25;
    const today = this.clock.today();
    const conditions = filters(query, today);
    const after = cursorOf(query.cursor, 'text', 'id');
    if (after !== null) conditions.push(sql`(o.name, o.id) > (${after[0]}, ${after[1]}::uuid)`);
    const rows = await this.work.read<SummaryRow>(
      actor,
      sql`select ${this.summaryColumns(actor, today)}, json_build_array(o.name, o.id) as "cursorKey"
        from organisations o ${summaryJoins(actor)}
        where ${join(conditions, ' and ')}
        order by o.name, o.id
        limit ${limit + 1}`,
    );
    return keysetPage<AgencySummaryView>(rows, limit);
  }

  /** How many match, counted up to a thousand. */
  async count(actor: UserActor, query: AgencyListQuery): Promise<{ count: number; more: boolean }> {
    const conditions = filters(query, this.clock.today());
    const [{ count }] = await this.work.read<{ count: number }>(
      actor,
      sql`select count(*)::integer as count from (select 1 from organisations o where ${join(conditions, ' and ')} limit ${mostCounted + 1}) found`,
    );
    return { count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  /** A unit is no agency: it is absent here and stands under its agency. */
  async show(actor: UserActor, id: string): Promise<AgencyView> {
    const row = await this.work.readOne<AgencyView>(
      actor,
      sql`select ${this.summaryColumns(actor, this.clock.today())}, o.aliases, o.website, o.valid_from as "validFrom",
          ${ancestors} as ancestors, ${namedRef('predecessor')} as predecessor, ${absorbedBy('o')} as absorbed,
          ${namedRef('signatory')} as "signsThrough", o.joint_controller_from as "jointControllerFrom"
        from organisations o ${summaryJoins(actor)}
        left join organisations predecessor on predecessor.id = o.predecessor_id
        left join organisations signatory on signatory.id = o.signs_through_id
        where o.id = ${id} and o.kind = any(${agencyKinds})`,
    );
    if (row === null) throw notFound('agency');
    return row;
  }

  private summaryColumns(actor: UserActor, today: CalendarDate): Sql {
    return sql`o.id, o.version, o.kind, o.name, o.short_name as "shortName", o.jurisdiction, o.country, o.audience,
      ${namedRef('lead')} as lead, ${namedRef('deputy')} as deputy, ${namedRef('parent')} as parent, ${namedRef('successor')} as successor,
      ${unitsOn(today)} as units, ${this.activity(actor, today)} as activity, o.valid_to as "validTo"`;
  }

  /** Only people who work with records are told figures: to the others every one would be a nought that means nothing. */
  private activity(actor: UserActor, today: CalendarDate): Sql {
    const works = (actor.role === 'liaison' || actor.role === 'partner') && actor.agencyId !== null;
    if (!works || this.figures.length === 0) return sql`null::json`;
    const counted = this.figures.map(
      ({ name, records }) =>
        sql`(select json_build_object('figure', ${name}::text, 'count', least(count(*), ${mostCounted}::integer), 'more', count(*) > ${mostCounted}::integer)
          from (select 1 from (${records(actor, sql`o.id`, today)}) seen limit ${mostCounted + 1}) counted)`,
    );
    return sql`json_build_array(${join(counted)})`;
  }
}

/** Somebody who has left the agency is nobody to turn to. Staff names are not for academics. */
function summaryJoins(actor: UserActor): Sql {
  const stillThere = (person: Sql): Sql => sql`${actor.role !== 'academic'} and ${person}.disabled_at is null
    and ${person}.role in ('liaison', 'partner') and agency_of(${person}.organisation_id) = o.id`;
  return sql`left join organisations parent on parent.id = o.parent_id
    left join organisations successor on successor.id = o.successor_id
    left join users lead on lead.id = o.lead_user_id and ${stillThere(raw('lead'))}
    left join users deputy on deputy.id = o.deputy_user_id and ${stillThere(raw('deputy'))}`;
}

function filters(query: AgencyListQuery, today: CalendarDate): Sql[] {
  const conditions = [sql`o.kind = any(${query.kind ? [query.kind] : agencyKinds})`];
  if (!query.former) conditions.push(notEnded('o', today));
  if (query.q) conditions.push(sql`o.search like ${containing(query.q)}`);
  if (query.audience) conditions.push(sql`o.audience = ${query.audience}`);
  return conditions;
}

/** Units of units are the agency's too (`agency_of` of the schema climbs the same way). */
function unitsOn(today: CalendarDate): Sql {
  return listOf(sql`
    with recursive below as (
      select unit.id, unit.name, unit.parent_id, 1 as level from organisations unit
      where unit.parent_id = o.id and unit.kind = 'unit' and ${notEnded('unit', today)}
      union all
      select unit.id, unit.name, unit.parent_id, below.level + 1 from organisations unit join below on unit.parent_id = below.id
      where unit.kind = 'unit' and ${notEnded('unit', today)} and below.level < ${mostLevels}::integer
    )
    select json_agg(json_build_object('id', below.id, 'name', below.name, 'parentId', below.parent_id) order by below.name, below.id)
    from below`);
}

const ancestors = listOf(sql`
  with recursive above as (
    select body.id, body.name, body.kind, body.parent_id, 1 as level from organisations body where body.id = o.parent_id
    union all
    select body.id, body.name, body.kind, body.parent_id, above.level + 1 from organisations body join above on body.id = above.parent_id
    where above.level < ${mostLevels}::integer
  )
  select json_agg(json_build_object('id', above.id, 'name', above.name, 'kind', above.kind) order by above.level) from above`);
