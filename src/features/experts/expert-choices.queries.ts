import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { listOf } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ownTags } from '../tags/tag.sql.js';
import { activeUsersOf } from '../users/user.conditions.js';
import { expertiseSchemes, type ExpertiseScheme } from './expertise/expertise.rules.js';
import { termsMeaning } from './expertise/expertise.terms.sql.js';
import { ownRelationships } from './relationships/relationship.visibility.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface TermChoice {
  readonly scheme: ExpertiseScheme;
  readonly code: string;
  readonly label: string;
  /** Whether the words that were asked for mean it. */
  readonly meant: boolean;
}

/** What the pages of experts let people choose from. */
export interface ExpertChoices {
  /** In the order of their vocabularies; those that are retired are not offered. */
  readonly terms: readonly TermChoice[];
  /** Colleagues who may look after somebody. */
  readonly owners: readonly Named[];
  /** Who has left or moved, and is still the owner of relationships that the reader may read: somebody has to take over. */
  readonly formerOwners: readonly Named[];
  readonly tags: readonly Named[];
}

/** The choices of a form in one statement: terms, colleagues and tags are few, and so are those who have left. */
@Injectable()
export class ExpertChoiceQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** `topic`: the words of which to say what they mean. */
  async all(actor: UserActor, topic = ''): Promise<ExpertChoices> {
    const today = this.clock.today();
    const choices = await this.work.readOne<ExpertChoices>(
      actor,
      sql`select
        ${listOf(sql`select json_agg(json_build_object('scheme', t.scheme, 'code', t.code, 'label', t.label,
            'meant', t.id = any(array(${termsMeaning(topic)})))
            order by array_position(${expertiseSchemes as unknown as string[]}::text[], t.scheme), t.position, t.label, t.id)
          from vocabulary_terms t where t.scheme = any(${expertiseSchemes as unknown as string[]}::text[])
            and (t.retired_on is null or t.retired_on > ${today})`)} as terms,
        ${listOf(sql`select json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name, u.id)
          from users u where u.role in ('liaison', 'partner') and ${activeUsersOf('u', actor.agencyId!)}`)} as owners,
        ${listOf(sql`select json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name, u.id)
          from users u cross join lateral (select 1 from relationships r
            where r.owner_user_id = u.id and ${ownRelationships(actor, 'r', today)} limit 1) held
          where u.role not in ('academic', 'host')
            and not (u.role in ('liaison', 'partner') and ${activeUsersOf('u', actor.agencyId!)})`)} as "formerOwners",
        ${listOf(sql`select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name, g.id)
          from tags g where ${ownTags(actor, 'g')}`)} as tags`,
    );
    return choices!;
  }
}
