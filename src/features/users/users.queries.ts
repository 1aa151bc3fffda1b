import { Inject, Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import type { UserFigure } from '../../kernel/contracts.js';
import { notFound } from '../../kernel/domain-error.js';
import type { CursorParts } from '../../kernel/page.js';
import { AccessPolicy } from '../../platform/auth/permissions.js';
import { containing, namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import { invitation } from './passwords/account-links.js';
import type { MeView } from './sessions/auth.dto.js';
import { userLifecycle, type UserFacts } from './user.lifecycle.js';
import { bodiesOf, seesAccounts, visibleUsers } from './user.visibility.js';
import type { AbsenceView, UserCount, UserListQuery, UserPage, UserSummaryView, UserView } from './users.dto.js';

type SummaryRow = UserSummaryView & { cursorKey: CursorParts };
/** The view before its computed parts, and what those are computed from. */
export type UserRow = Omit<UserView, 'steps'> & { isLastAdmin: boolean };

/** Stands for what the form will ask, so that a step is not called blocked only because nothing has been typed yet. */
const untyped = '';
const mostCounted = 1000;

/** The injection token of the figures that `app.module` collects from the features. */
export const USER_FIGURES = Symbol('user figures');

/** Reads of users: one statement each, scoped to whom the actor may see. */
@Injectable()
export class UserQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly policy: AccessPolicy,
    private readonly clock: Clock,
    @Inject(USER_FIGURES) private readonly figures: readonly UserFigure[],
  ) {}

  async me(actor: UserActor): Promise<MeView> {
    const row = await this.work.readOne<Omit<MeView, 'permissions'>>(
      actor,
      sql`select u.id, u.name, u.email, u.role, ${namedRef('o')} as organisation, ${namedRef('agency')} as agency, u.expert_id as "expertId"
        from users u join organisations o on o.id = u.organisation_id left join organisations agency on agency.id = ${actor.agencyId}
        where u.id = ${actor.userId}`,
    );
    return { ...row!, permissions: this.policy.permissionsOf(actor.role) };
  }

  /** The actor's own absence. */
  async absenceOf(actor: UserActor): Promise<AbsenceView> {
    const row = await this.work.readOne<AbsenceView>(actor, absenceSql(actor));
    return row!;
  }

  /** How many accounts the actor may see that match, counted up to a thousand. */
  async count(actor: UserActor, query: UserListQuery): Promise<UserCount> {
    const [{ count }] = await this.work.read<{ count: number }>(
      actor,
      sql`select count(*)::integer as count from (select 1 from users u where ${join(filters(actor, query), ' and ')} limit ${mostCounted + 1}) found`,
    );
    return { count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  async list(actor: UserActor, query: UserListQuery): Promise<UserPage> {
    const limit = query.limit ?? 25;
    const conditions = filters(actor, query);
    const after = cursorOf(query.cursor, 'text', 'id');
    if (after !== null) conditions.push(sql`(u.name, u.id) > (${after[0]}, ${after[1]}::uuid)`);
    const rows = await this.work.read<SummaryRow>(
      actor,
      sql`select ${summaryColumns}, json_build_array(u.name, u.id) as "cursorKey"
        from users u ${summaryJoins}
        where ${join(conditions, ' and ')}
        order by u.name, u.id
        limit ${limit + 1}`,
    );
    return keysetPage<UserSummaryView>(rows, limit);
  }

  async show(actor: UserActor, id: string): Promise<UserView> {
    return this.viewOf(actor, await this.work.readOne<UserRow>(actor, this.showSql(actor, id)));
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: UserActor, id: string): Sql {
    const more = seesAccounts(actor);
    return sql`select ${summaryColumns}, u.away_from as "awayFrom", u.away_to as "awayTo", ${namedRef('cover')} as cover,
        case when ${more} then u.expert_id end as "expertId", case when ${more} then u.password_hash is not null end as "hasPassword",
        ${more ? invitedUntil(this.clock.machineNow()) : sql`null::timestamptz`} as "invitedUntil",
        ${more ? this.inCareOf() : sql`null::json`} as "inTheirCare",
        u.disabled_at as "disabledAt", case when ${more} then u.created_at end as "createdAt",
        case when ${more} then u.updated_at end as "updatedAt",
        u.role = 'admin' and u.disabled_at is null and not exists (
          select 1 from users other where other.role = 'admin' and other.disabled_at is null and other.id <> u.id) as "isLastAdmin"
      from users u ${summaryJoins}
      left join users cover on cover.id = u.cover_user_id
      where u.id = ${id} and ${visibleUsers(actor, 'u')}`;
  }

  /** The expert whom this reference names, for tying an academic's account to them. */
  async expertIdOf(actor: UserActor, reference: string): Promise<string | null> {
    const found = await this.work.readOne<{ id: string }>(
      actor,
      sql`select id from experts where reference = ${reference}`,
    );
    return found?.id ?? null;
  }

  private inCareOf(): Sql {
    const today = this.clock.today();
    const counted = this.figures.map(
      ({ name, records }) =>
        sql`(select json_build_object('figure', ${name}::text, 'count', count(*)) from (${records(sql`u.id`, today)}) records)`,
    );
    return sql`json_build_array(${join(counted)})`;
  }

  viewOf(actor: UserActor, row: UserRow | null | undefined): UserView {
    if (!row) throw notFound('user');
    const { isLastAdmin, ...view } = row;
    const facts: UserFacts = { stage: row.state, userId: row.id, isLastAdmin };
    const steps = userLifecycle
      .open(facts, { actorUserId: actor.userId, reason: untyped }, (permission) =>
        this.policy.allows(actor.role, permission),
      )
      .map(({ step, blocked }) => ({ step, blockedBecause: blocked }));
    return { ...view, steps };
  }
}

/** The statement behind `absenceOf`, so that a write answers from its own transaction. */
export function absenceSql(actor: UserActor): Sql {
  return sql`select u.away_from as "awayFrom", u.away_to as "awayTo", ${namedRef('cover')} as cover
    from users u left join users cover on cover.id = u.cover_user_id where u.id = ${actor.userId}`;
}

const summaryColumns = sql`u.id, u.version, u.name, u.email, u.role, ${namedRef('o')} as organisation, ${namedRef('agency')} as agency,
  refused.refused_at as "mailRefusedAt", case when u.disabled_at is null then 'active' else 'disabled' end as state`;

/** Until when the invitation that was sent last can be used. */
function invitedUntil(now: Date): Sql {
  return sql`(select max(link.expires_at) from single_use_links link
    where link.purpose = ${invitation.purpose.name} and link.subject_id = u.id and link.used_at is null and link.expires_at > ${now})`;
}

/** As `SessionActors` finds a user's agency. */
const summaryJoins = sql`join organisations o on o.id = u.organisation_id
  left join organisations agency on u.role not in ('academic', 'host', 'delegate') and agency.id = agency_of(u.organisation_id)
    and agency.kind not in ('university', 'think_tank', 'research_institute', 'ngo', 'industry')
  left join refused_addresses refused on refused.address = u.email`;

function filters(actor: UserActor, query: UserListQuery): Sql[] {
  const conditions = [visibleUsers(actor, 'u')];
  if (query.q) conditions.push(sql`u.search like ${containing(query.q)}`);
  if (query.role) conditions.push(sql`u.role = ${query.role}`);
  if (query.organisationId) conditions.push(sql`u.organisation_id in (${bodiesOf(query.organisationId)})`);
  if (query.state)
    conditions.push(query.state === 'active' ? sql`u.disabled_at is null` : sql`u.disabled_at is not null`);
  return conditions;
}
