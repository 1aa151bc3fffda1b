import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { instant, listOf } from '../../../platform/database/fragments.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { ExpertView } from '../expert.views.dto.js';
import { ExpertQueries } from '../experts.queries.js';
import { expertiseSchemes } from '../expertise/expertise.rules.js';
import type { OwnChangeView, OwnProfileView } from './own-profile.dto.js';
import { completenessOf } from './profile.rules.js';

type Row = ExpertView & { changes: OwnChangeView[] };

/** A term that somebody may say they know. */
export interface OfferedTerm {
  readonly scheme: string;
  readonly code: string;
  readonly label: string;
}

const mostChanges = 20;

/** What an academic reads of themselves: always the person that their account is tied to, never one that a request names. */
@Injectable()
export class OwnProfileQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly experts: ExpertQueries,
  ) {}

  async show(actor: UserActor): Promise<OwnProfileView> {
    return profileOf(await this.work.readOne<Row>(actor, this.showSql(actor)));
  }

  async showWithin(tx: Transaction, actor: UserActor): Promise<OwnProfileView> {
    const [row] = await tx.query<Row>(this.showSql(actor));
    return profileOf(row ?? null);
  }

  async showChange(actor: UserActor, id: string): Promise<OwnChangeView> {
    const row = await this.work.readOne<OwnChangeView>(actor, this.changeSql(actor, id));
    if (row === null) throw notFound('proposed change');
    return row;
  }

  changeSql(actor: UserActor, id: string): Sql {
    return sql`select p.id, p.version, p.section, p.before, p.after, p.state, p.reason, p.proposed_at as "proposedAt",
        p.decided_at as "decidedAt"
      from profile_changes p where p.id = ${id} and p.expert_id = ${expertOf(actor)}`;
  }

  /** Every term in use that says what somebody knows. */
  terms(actor: UserActor): Promise<OfferedTerm[]> {
    return this.work.read<OfferedTerm>(
      actor,
      sql`select t.scheme, t.code, t.label from vocabulary_terms t
        where t.scheme = any(${expertiseSchemes}) and (t.retired_on is null or t.retired_on > ${this.clock.today()})
        order by array_position(${expertiseSchemes}::text[], t.scheme), t.position, t.label`,
    );
  }

  /** The names of bodies where somebody may work: what a field offers while one types. */
  async employers(actor: UserActor): Promise<string[]> {
    const rows = await this.work.read<{ name: string }>(
      actor,
      sql`select o.name from organisations o
        where o.kind in ('university', 'think_tank', 'research_institute', 'ngo', 'industry')
          and (o.valid_to is null or o.valid_to >= ${this.clock.today()})
        order by o.name limit 500`,
    );
    return rows.map(({ name }) => name);
  }

  private showSql(actor: UserActor): Sql {
    const changes = sql`select json_agg(json_build_object('id', p.id, 'version', p.version, 'section', p.section,
        'before', p.before, 'after', p.after, 'state', p.state, 'reason', p.reason, 'proposedAt', ${instant(sql`p.proposed_at`)},
        'decidedAt', ${instant(sql`p.decided_at`)}) order by p.proposed_at desc, p.id desc)
      from (select * from profile_changes own where own.expert_id = shown.id
        order by own.proposed_at desc, own.id desc limit ${mostChanges}) p`;
    return sql`select shown.*, ${listOf(changes)} as changes
      from (${this.experts.showSql(actor, sql`e.id = ${expertOf(actor)}`)}) shown`;
  }
}

/** The person that this academic is. */
export function expertOf({ role, expertId }: UserActor): string {
  if (role !== 'academic' || expertId === null) throw notFound('profile');
  return expertId;
}

/** A view of its own rather than the record's with parts left out: what is not named here is not told. */
function profileOf(row: Row | null): OwnProfileView {
  if (row === null) throw notFound('profile');
  const { id, version, reference, kind, title, givenName, familyName, knownAs, email, phone, orcid } = row;
  const { biography, interests, country, website, availableUntil, careerStage, contactPreferences } = row;
  const { affiliations, expertise, privacyNoticeSentOn, objectedOn, objectionText, restrictedOn, restrictionText } =
    row;
  const { profileConfirmedOn, relationships, changes, updatedAt } = row;
  const languages = row.languages ?? [];
  const availability = row.availability ?? 'unknown';
  return {
    ...{ id, version, reference, kind, title, givenName, familyName, knownAs, email, phone, orcid },
    ...{ biography, interests, languages, country, website, availability, availableUntil, careerStage },
    ...{ contactPreferences, fieldAudience: row.fieldAudience ?? {}, affiliations, expertise },
    ...{ agency: row.agency!, lawfulBasis: row.lawfulBasis!, privacyNoticeSentOn },
    ...{ objectedOn, objectionText, restrictedOn, restrictionText, doNotContact: row.doNotContact ?? false },
    profileConfirmedOn,
    completeness: mutable(completenessOf({ ...row, languages, availability })),
    contacts: relationships.map(({ agency, stage, owner, deputy, sinceOn }) => ({
      ...{ agency, stage, owner, deputy, sinceOn },
    })),
    changes,
    marking: 'OFFICIAL',
    updatedAt,
  };
}

function mutable({ percent, missing }: ReturnType<typeof completenessOf>): OwnProfileView['completeness'] {
  return { percent, missing: [...missing] };
}
