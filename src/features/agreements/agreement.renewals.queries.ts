import { Injectable } from '@nestjs/common';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import type { CursorParts, Page } from '../../kernel/page.js';
import { listOf, namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import { endsBetween, noticeBetween, noticeDeadlineSql, presentEndSql, statusSql } from './agreement.status.sql.js';
import { visibleAgreements } from './agreement.visibility.js';
import { riskOf, type RenewalFacts } from './pipeline/renewal.risk.rules.js';
import { decidedSql, ownerStateSql, riskSql } from './pipeline/renewal.risk.sql.js';
import type { RenewalFilters, RenewalView } from './pipeline/renewals.dto.js';

const usualLimit = 100;

type Row = Omit<RenewalView, 'risk' | 'riskReasons'> & {
  facts: Pick<RenewalFacts, 'renewalType' | 'decided' | 'owner'>;
};

/** By what a list of renewals may be narrowed. */
export interface RenewalChoices {
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly strands: readonly { readonly id: string; readonly name: string }[];
}

/** The decisions about agreements that lie ahead. */
@Injectable()
export class RenewalQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * The agreements in force that the actor may see and that end, have their last day of notice or are reviewed until a day, the
   * nearest first. Those for which an earlier end is set already are left out: nothing is to be decided. The three dates are read
   * from their indexes, and each agreement is looked up once (`offset 0`), so that a page costs the same however many there are.
   */
  async until(
    actor: UserActor,
    to: CalendarDate,
    filters: RenewalFilters = {},
    { limit = usualLimit, cursor }: { readonly limit?: number; readonly cursor?: string } = {},
  ): Promise<Page<RenewalView>> {
    const today = this.clock.today();
    const after = cursorOf(cursor, 'date', 'id');
    const [endOn, notice] = [presentEndSql('a', today), noticeDeadlineSql('a', today)];
    const owner = ownerStateSql('a', 'owner', today);
    const rows = await this.work.read<Row & { cursorKey: CursorParts }>(
      actor,
      sql`with dated as (
          select a.id, ${endOn} as day from agreements a where ${endsBetween('a', today, to, today)}
          union all select a.id, ${notice} from agreements a where ${noticeBetween('a', today, to, today)}
          union all select a.id, a.review_on from agreements a where a.stage = 'executed' and a.review_on between ${today}::date and ${to}::date),
        due as materialized (select id, min(day) as day from dated group by id)
        select a.*, due.day as "nextOn", json_build_array(due.day, due.id) as "cursorKey"
        from due cross join lateral (
          select a.id, a.reference, a.title, a.type, ${statusSql('a', today)} as status, a.marking, ${namedRef('agency')} as agency,
            ${namedRef('owner')} as owner, a.strands, a.effective_on as "effectiveOn", ${endOn} as "endOn",
            ${notice} as "noticeDeadlineOn", a.review_on as "reviewOn",
            json_build_object('renewalType', a.renewal_type, 'decided', ${decidedSql('a', today)}, 'owner', ${owner}) as facts
          from agreements a join organisations agency on agency.id = a.agency_id
          left join users owner on owner.id = a.owner_user_id
          where a.id = due.id and a.terminated_on is null and a.superseded_on is null
            and ${statusSql('a', today)} in ('active', 'expiring', 'notice_window')
            and ${join([visibleAgreements(actor, 'a', today), ...this.narrowing(actor, filters, owner, today)], ' and ')}
          offset 0) a
        ${after === null ? empty : sql`where (due.day, due.id) > (${after[0]}::date, ${after[1]}::uuid)`}
        order by due.day, due.id limit ${limit + 1}`,
    );
    const { items, nextCursor } = keysetPage<Row>(rows, limit);
    return {
      nextCursor,
      items: items.map(({ facts, ...row }) => {
        const { level, reasons } = riskOf({ ...row, ...facts }, today);
        return { ...row, risk: level, riskReasons: reasons };
      }),
    };
  }

  /** What the filters of the page offer. */
  async choices(actor: UserActor): Promise<RenewalChoices> {
    const row = await this.work.readOne<RenewalChoices>(
      actor,
      sql`select ${listOf(sql`select json_agg(json_build_object('id', o.id, 'name', o.name) order by o.name, o.id)
            from organisations o where o.audience is not null and o.kind <> 'unit'`)} as agencies,
          ${listOf(sql`select json_agg(json_build_object('id', t.code, 'name', t.label) order by t.position, t.label, t.id)
            from vocabulary_terms t where t.scheme = 'strand'`)} as strands`,
    );
    return row!;
  }

  private narrowing(actor: UserActor, filters: RenewalFilters, owner: Sql, today: CalendarDate): Sql[] {
    const conditions: Sql[] = [];
    const ownerUserId = filters.ownerUserId === 'me' ? actor.userId : filters.ownerUserId;
    if (filters.type) conditions.push(sql`a.type = ${filters.type}`);
    if (filters.agencyId) conditions.push(sql`a.agency_id = ${filters.agencyId}`);
    if (filters.strand) conditions.push(sql`${filters.strand} = any(a.strands)`);
    if (ownerUserId) conditions.push(sql`a.owner_user_id = ${ownerUserId}`);
    if (filters.risk) {
      const facts = { nextOn: sql`due.day`, owner, decided: decidedSql('a', today) };
      conditions.push(sql`${riskSql('a', facts, today)} = ${filters.risk}`);
    }
    return conditions;
  }
}
