import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { listOf, namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { currentAffiliation } from '../expert.sql.js';
import { readableField, visibleExperts } from '../expert.visibility.js';
import type { DuplicateQuery, DuplicateView } from './duplicates.dto.js';
import { initialOf } from './duplicates.rules.js';

const mostShown = 10;
/** How much of a name's letter groups must be found again; the same as the connection's own for `<%`. */
const alike = 0.5;

/** Who may be the person about to be entered: one statement over those whom the actor may see. */
@Injectable()
export class DuplicateQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  find(actor: UserActor, person: DuplicateQuery): Promise<DuplicateView[]> {
    const today = this.clock.today();
    const same = samenessOf(actor, person);
    const alikeIn = (name: string, where: Sql): Sql => sql`case when coalesce(${where}, false) then ${name}::text end`;
    return this.work.read<DuplicateView>(
      actor,
      sql`select e.id, e.reference, e.kind, e.title, e.given_name as "givenName", e.family_name as "familyName",
          e.known_as as "knownAs", ${listOf(sql`select json_agg(${namedRef('o')} order by f.is_primary desc, o.name, f.id)
            from affiliations f join organisations o on o.id = f.organisation_id
            where f.expert_id = e.id and ${currentAffiliation(today)}`)} as organisations,
          array_remove(array[${join(same.map(([name, where]) => alikeIn(name, where)))}], null) as alike
        from experts e
        where ${visibleExperts(actor, 'e', today)} and (${join(
          same.map(([, where]) => where),
          ' or ',
        )})
        order by ${join([...same.slice(0, -1).map(([, where]) => sql`coalesce(${where}, false) desc`), likest(person), sql`e.id`])}
        limit ${mostShown}`,
    );
  }
}

function likest({ givenName, familyName }: DuplicateQuery): Sql {
  return sql`similarity(plain_text(${givenName} || ' ' || ${familyName}),
    plain_text(e.given_name || ' ' || e.family_name)) desc`;
}

/** What makes somebody the same, the surest first. What the actor may not read of them cannot be found out this way. */
function samenessOf(actor: UserActor, { email, orcid, ...names }: DuplicateQuery): [string, Sql][] {
  const same: [string, Sql][] = [];
  if (email) same.push(['email', sql`(e.email = ${email}::citext and ${readableField(actor, 'e', 'email')})`]);
  if (orcid) same.push(['orcid', sql`(e.orcid = ${orcid} and ${readableField(actor, 'e', 'orcid')})`]);
  return [...same, ['name', sameName(names)]];
}

/**
 * The family name is spelled alike somewhere in theirs, whichever of the two stands first; so is the given name, or it has the
 * same initial where one of the two is initials only.
 */
function sameName({ givenName, familyName }: { givenName: string; familyName: string }): Sql {
  const initial = initialOf(givenName);
  const held = sql`left(plain_text(e.given_name), 1)`;
  const ways =
    initial === null
      ? [
          sql`word_similarity(plain_text(${givenName}), e.search) >= ${alike}::real`,
          sql`(plain_text(e.given_name) ~ '^[[:alpha:]]([. ]+[[:alpha:]])*[. ]*$' and ${held} = left(plain_text(${givenName}), 1))`,
        ]
      : [sql`plain_text(${initial}) in (${held}, left(plain_text(e.family_name), 1))`];
  return sql`(plain_text(${familyName}) <% e.search and (${join(ways, ' or ')}))`;
}
