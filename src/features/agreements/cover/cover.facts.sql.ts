import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import { listOf } from '../../../platform/database/fragments.js';
import { currentAffiliation, readerSql } from '../../experts/expert.sql.js';
import { keptBy, visibleExperts } from '../../experts/expert.visibility.js';
import type { VettingLevel } from '../../experts/vetting/vetting.rules.js';
import { vettedElsewhere, visibleVettings } from '../../experts/vetting/vetting.visibility.js';
import { agencyKinds } from '../../organisations/organisation.rules.js';
import { dateFactsSql, presentEndSql, statusSql } from '../agreement.status.sql.js';
import { bodiesBoundWith, visibleAgreements } from '../agreement.visibility.js';
import type { CoverAgency, CoverAgreement, CoverEmployer } from './cover.agreement.rules.js';
import type { CoverFacts, CoverVetting } from './cover.rules.js';

/** More agreements than one person is under; those that name the person and are in force come first. */
const mostAgreements = 60;

/** What a check rests on, as the statement finds it. */
export interface CoverRow {
  readonly id: string;
  readonly reference: string;
  readonly name: string;
  readonly told: boolean;
  readonly handling: NonNullable<CoverFacts['handling']>;
  /** null: there is no such agency. */
  readonly agency: CoverAgency | null;
  readonly employers: readonly CoverEmployer[];
  readonly agreements: readonly (CoverAgreement & { readonly marking: Marking })[];
  readonly vettings: readonly (Pick<CoverVetting, 'status' | 'grantedOn' | 'expiresOn'> & { level: VettingLevel })[];
  readonly vettedElsewhere: boolean;
  readonly readsDeclarations: boolean;
  readonly declaredOn: CalendarDate | null;
}

/**
 * All facts of one check in one statement, each as far as the reader may see it: an agreement that they may not read is absent,
 * how the person may be handled is for agencies that deal with them, declarations are for the agency that keeps the record. That
 * another agency has the person vetted is asked of today, whatever day the check is for: else asking day by day would tell when
 * that vetting ends.
 */
export function coverFactsSql(actor: UserActor, expertId: string, agencyId: string, today: CalendarDate): Sql {
  return sql`
    select e.id, e.reference, concat_ws(' ', e.title, e.given_name, e.family_name) as name, reader.known as told,
      json_build_object('restrictedOn', e.restricted_on, 'objectedOn', e.objected_on, 'doNotContact', e.do_not_contact,
        'privacyNoticeSentOn', e.privacy_notice_sent_on) as handling,
      (select json_build_object('id', o.id, 'name', o.name, 'endedOn', o.valid_to, 'successorName', next.name)
        from organisations o left join organisations next on next.id = o.successor_id
        where o.id = ${agencyId} and o.kind = any(${agencyKinds})) as agency,
      ${listOf(sql`select json_agg(json_build_object('organisationId', o.id, 'name', o.name, 'from', f.started_on, 'to', f.ended_on,
          'bodyEndedOn', o.valid_to, 'successorName', next.name) order by f.is_primary desc, o.name, f.id)
        from affiliations f join organisations o on o.id = f.organisation_id left join organisations next on next.id = o.successor_id
        where f.expert_id = e.id and (reader.known or ${currentAffiliation(today)})`)} as employers,
      ${listOf(sql`select json_agg(row_to_json(shown)) from (${agreementsSql(actor, agencyId, today)}) shown`)} as agreements,
      ${listOf(sql`select json_agg(json_build_object('level', v.level, 'status', v.status, 'grantedOn', v.granted_on,
          'expiresOn', v.expires_on) order by v.level, v.id)
        from vettings v where v.expert_id = e.id and v.agency_id = ${agencyId} and ${visibleVettings(actor, 'v')}`)} as vettings,
      (${vettedElsewhere(actor, 'e', today)} or exists (select 1 from vettings v where v.expert_id = e.id
        and v.agency_id <> ${agencyId} and v.status = 'granted' and (v.expires_on is null or v.expires_on >= ${today})
        and ${visibleVettings(actor, 'v')})) as "vettedElsewhere",
      ${keptBy(actor, 'e')} as "readsDeclarations",
      (select max(d.declared_on) from declarations d where d.expert_id = e.id and ${keptBy(actor, 'e')}) as "declaredOn"
    from experts e ${readerSql(actor)}
    where e.id = ${expertId} and ${visibleExperts(actor, 'e', today)}`;
}

/** Those that name the person of row `e`, or bind a body that they work for. */
function agreementsSql(actor: UserActor, agencyId: string, today: CalendarDate): Sql {
  return sql`
    select a.id, a.reference, a.type, a.marking, ${dateFactsSql('a')},
      a.survival_months as "survivalMonths", a.id in (${naming}) as "namesPerson", benefits.adhered_on as "adheredOn",
      case when exists (select 1 from agreement_parties p where p.agreement_id = a.id
          and p.organisation_id in (${bodiesBoundWith(agencyId)})) then 'party'
        when benefits.agreement_id is not null then 'beneficiary' else 'stranger' end as "agencyIs",
      ${listOf(sql`select json_agg(json_build_object('organisationId', o.id, 'name', o.name, 'successorId', o.successor_id) order by o.name)
        from agreement_parties p join organisations o on o.id = p.organisation_id where p.agreement_id = a.id`)} as parties
    from agreements a
    left join agreement_beneficiaries benefits on benefits.agreement_id = a.id and benefits.organisation_id = ${agencyId}
    where a.id in (${naming} union select p.agreement_id from affiliations f
        join agreement_parties p on p.organisation_id = f.organisation_id where f.expert_id = e.id and ${currentAffiliation(today)})
      and a.stage <> 'withdrawn' and ${visibleAgreements(actor, 'a', today)}
    order by "namesPerson" desc, ${statusSql('a', today)} in ('active', 'expiring', 'notice_window') desc,
      ${presentEndSql('a', today)} desc nulls first, a.id
    limit ${mostAgreements}`;
}

const naming = sql`select c.agreement_id from agreement_covered_persons c where c.expert_id = e.id`;

/** The agreements in force that name a person, bind a body that they work for, or bind a body. */
export function existingCoverSql(
  actor: UserActor,
  { expertId, organisationId }: { readonly expertId?: string; readonly organisationId?: string },
  today: CalendarDate,
): Sql {
  const found = expertId
    ? sql`select c.agreement_id, 1 as place from agreement_covered_persons c join experts e on e.id = c.expert_id
          where c.expert_id = ${expertId} and ${visibleExperts(actor, 'e', today)}
        union all select p.agreement_id, 2 from affiliations f join experts e on e.id = f.expert_id
          join agreement_parties p on p.organisation_id = f.organisation_id
          where f.expert_id = ${expertId} and ${currentAffiliation(today)} and ${visibleExperts(actor, 'e', today)}`
    : sql`select p.agreement_id, 3 as place from agreement_parties p where p.organisation_id = ${organisationId}`;
  return sql`
    select a.id, a.reference, a.type, a.title, ${statusSql('a', today)} as status, a.marking, ${presentEndSql('a', today)} as "endOn",
      json_build_object('id', agency.id, 'name', agency.name) as agency,
      case found.place when 1 then 'covers_person' when 2 then 'binds_employer' else 'binds_body' end as because
    from (select agreement_id, min(place) as place from (${found}) every_way group by agreement_id) found
    join agreements a on a.id = found.agreement_id
    join organisations agency on agency.id = a.agency_id
    where a.stage = 'executed' and ${statusSql('a', today)} in ('active', 'expiring', 'notice_window')
      and ${visibleAgreements(actor, 'a', today)}
    order by found.place, "endOn" desc nulls first, a.id limit 50`;
}
