import sql, { raw, type Sql } from 'sql-template-tag';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { DatedSubject } from '../../../kernel/contracts.js';
import { expertSubject } from '../expert.subjects.js';

/** Whether somebody may write to the person of a row: they have not objected, nothing is restricted, and nobody said not to. */
export function mayBeWrittenTo(aliasName: string): Sql {
  const e = raw(aliasName);
  return sql`(not ${e}.do_not_contact and ${e}.objected_on is null and ${e}.restricted_on is null)`;
}

/**
 * What every date of a person has that the person is asked about themselves, where they have an account; otherwise whoever looks
 * after the relationship that the keeping agency has with them asks them.
 */
const askedOfPeople = { ...expertSubject, asksPerson: mayBeWrittenTo } as const;

/** A date of people of a given expression, about whom something may be written and who are there to be asked. */
function ofPeople(anchored: Sql, { from, to }: { from: CalendarDate; to: CalendarDate }): Sql {
  return sql`select e.id as "recordId", e.reference, dated.anchor_on as "anchorOn", person.id as "ownerUserId",
      coalesce(r.owner_user_id, r.deputy_user_id) as "deputyUserId", e.agency_id as "agencyId", false as "forNamedOnly"
    from (${anchored}) dated join experts e on e.id = dated.expert_id
    left join users person on person.expert_id = e.id and person.role = 'academic' and person.disabled_at is null
    left join relationships r on r.expert_id = e.id and r.agency_id = e.agency_id and r.stage <> 'former'
    where dated.anchor_on between ${from}::date and ${to}::date and ${mayBeWrittenTo('e')}
      and (person.id is not null or (r.id is not null and e.email is not null
        and (e.confirmation_asked_on is null or e.confirmation_asked_on < dated.anchor_on)))`;
}

const lastLooked = sql`coalesce(e.profile_confirmed_on, (e.created_at at time zone 'Europe/London')::date)`;

/** A year after a person last said that their profile is correct, or after they were entered. */
export const profileConfirmationSubject: DatedSubject = {
  ...askedOfPeople,
  name: 'experts.profile-confirmation',
  ownPath: '/me',
  select: (from, to) =>
    ofPeople(
      sql`select e.id as expert_id, (${lastLooked} + interval '1 year')::date as anchor_on from experts e
        where ${lastLooked} between ${yearBefore(from)} - 1 and ${yearBefore(to)} + 1`,
      { from, to },
    ),
};

/** The last day on which a person's newest declaration counts: a year after it was made. Nobody is asked for their first one here. */
export const declarationSubject: DatedSubject = {
  ...askedOfPeople,
  name: 'experts.declaration',
  ownPath: '/me/declaration',
  select: (from, to) =>
    ofPeople(
      sql`select d.expert_id, (d.declared_on + interval '1 year')::date as anchor_on from declarations d
        where d.declared_on between ${yearBefore(from)} - 1 and ${yearBefore(to)} + 1
          and not exists (select 1 from declarations newer where newer.expert_id = d.expert_id and newer.declared_on > d.declared_on)
        group by 1, 2`,
      { from, to },
    ),
};

/** A day earlier or later at most, because a year after 29 February is 28 February: the date itself is asked afterwards. */
function yearBefore(day: CalendarDate): Sql {
  return sql`(${day}::date - interval '1 year')::date`;
}
