import { Injectable } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { instant, listOf, namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { visibleExperts } from '../expert.visibility.js';
import type { VettingOverview, VettingView } from './vetting.dto.js';
import { sponsoredBy, vettedElsewhere, visibleVettings } from './vetting.visibility.js';

/** Reads of vetting, of one person at a time: nothing here lists, counts or filters across people. */
@Injectable()
export class VettingQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async of(actor: UserActor, expert: string): Promise<VettingOverview> {
    const today = this.clock.today();
    const found = await this.work.readOne<VettingOverview>(
      actor,
      sql`select e.id as "expertId", ${vettedElsewhere(actor, 'e', today)} as "vettedElsewhere",
          ${listOf(sql`select json_agg(row_to_json(shown) order by shown.level, shown.id)
            from (${vettingSql(actor, sql`v.expert_id = e.id`, today)}) shown`)} as items
        from experts e where ${identifiedBy('e', expert)} and ${visibleExperts(actor, 'e', today)}`,
    );
    if (found === null) throw notFound('expert');
    return found;
  }

  async showOf(actor: UserActor, expert: string, vettingId: string): Promise<VettingView> {
    return foundIn(await this.work.read(actor, this.showSql(actor, ofExpert('v', expert, vettingId))));
  }

  async show(actor: UserActor, vettingId: string): Promise<VettingView> {
    return foundIn(await this.work.read(actor, this.showSql(actor, sql`v.id = ${vettingId}`)));
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: Actor, where: Sql): Sql {
    return vettingSql(actor, where, this.clock.today());
  }
}

/** The vetting that a path names below a person, who is named by id or by reference. */
export function ofExpert(aliasName: string, expert: string, vettingId: string): Sql {
  const v = raw(aliasName);
  return sql`${v}.id = ${vettingId} and ${v}.expert_id = (select e.id from experts e where ${identifiedBy('e', expert)})`;
}

/** Vettings of people whom the actor may see; the person is told level, sponsor and expiry. */
function vettingSql(actor: Actor, where: Sql, today: CalendarDate): Sql {
  const own = (column: Sql): Sql => sql`case when ${sponsoredBy(actor, 'v')} then ${column} end`;
  const status = sql`case when v.status = 'granted' and v.expires_on < ${today} then 'expired' else v.status end`;
  return sql`
    select v.id, v.version, v.expert_id as "expertId", v.level, ${namedRef('sponsor')} as sponsor, ${own(status)} as status,
      ${own(sql`v.granted_on`)} as "grantedOn", v.expires_on as "expiresOn", ${own(instant(sql`v.updated_at`))} as "updatedAt"
    from vettings v
    join organisations sponsor on sponsor.id = v.agency_id
    join experts person on person.id = v.expert_id
    where ${where} and ${visibleVettings(actor, 'v')} and ${visibleExperts(actor, 'person', today)}`;
}

export function foundIn([view]: readonly VettingView[]): VettingView {
  if (!view) throw notFound('vetting');
  return view;
}
