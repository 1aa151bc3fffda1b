import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor, type UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { ActorSource } from '../../../platform/auth/actor-source.js';
import { AccessPolicy } from '../../../platform/auth/permissions.js';
import { hashOf, newSecretValue } from '../../../platform/auth/secret-values.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { CalendarFeedList, CreateCalendarFeedDto, NewCalendarFeedView } from './calendar.dto.js';
import type { FeedScope } from './calendar.rules.js';

const mostFeeds = 10;

/** Somebody's feeds: made and revoked by themselves. The secret part of an address is told once; its hash is kept. */
@Injectable()
export class CalendarFeedsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly actors: ActorSource,
    private readonly policy: AccessPolicy,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list(actor: UserActor): Promise<CalendarFeedList> {
    const items = await this.work.read<CalendarFeedList['items'][number]>(
      actor,
      sql`select f.id, f.label, f.scope, f.created_at as "createdAt" from calendar_feeds f
        where f.user_id = ${actor.userId} and f.revoked_at is null order by f.created_at desc, f.id desc`,
    );
    return { items };
  }

  create(actor: UserActor, { label, scope = 'mine' }: CreateCalendarFeedDto): Promise<NewCalendarFeedView> {
    return this.work.transaction(actor, async (tx) => {
      // The owner's row is locked, so that two made at once are counted one after the other.
      await tx.query(sql`select 1 from users where id = ${actor.userId} for update`);
      const [{ total }] = await tx.query<{ total: number }>(sql`select count(*)::integer as total from calendar_feeds
        where user_id = ${actor.userId} and revoked_at is null`);
      if (total >= mostFeeds)
        throw new DomainError(
          'refused',
          `You have ${mostFeeds} calendar addresses. Revoke one that you no longer use.`,
        );
      const [id, token] = [newId(), newSecretValue()];
      await tx.query(sql`insert into calendar_feeds (id, user_id, agency_id, label, scope, token_hash, created_at)
        values (${id}, ${actor.userId}, ${actor.agencyId}, ${label}, ${scope}, ${hashOf(token)}, ${tx.now})`);
      await this.audit.record(tx, 'calendar-feed.create', { kind: 'calendar_feed', id }, null, { label, scope });
      const address = new URL(`/calendar/${token}.ics`, this.config.publicBaseUrl).href;
      return { id, label, scope, createdAt: tx.now, address };
    });
  }

  /** Takes effect with the next reading. */
  revoke(actor: UserActor, id: string): Promise<void> {
    return this.work.transaction(actor, async (tx) => {
      const revoked = await tx.query(sql`update calendar_feeds set revoked_at = ${tx.now}
        where id = ${id} and user_id = ${actor.userId} and revoked_at is null returning id`);
      if (revoked.length === 0) throw notFound('calendar address of yours');
      await this.audit.record(tx, 'calendar-feed.revoke', { kind: 'calendar_feed', id }, null, { revokedAt: tx.now });
    });
  }

  /**
   * Who reads through this address, as they would be if they signed in now. Null when it was revoked or never ours, and when its
   * owner is disabled, has moved to another agency, or has a role that reads no agreements.
   */
  async reader(token: string): Promise<{ actor: UserActor; scope: FeedScope } | null> {
    const feed = await this.work.readOne<{ userId: string; agencyId: string | null; scope: FeedScope }>(
      systemActor('calendar-feeds'),
      sql`select f.user_id as "userId", f.agency_id as "agencyId", f.scope from calendar_feeds f
        where f.token_hash = ${hashOf(token)} and f.revoked_at is null`,
    );
    if (feed === null) return null;
    const [actor] = await this.actors.byUserIds([feed.userId]);
    if (actor === undefined || actor.agencyId !== feed.agencyId) return null;
    return this.policy.allows(actor.role, 'agreements.read') ? { actor, scope: feed.scope } : null;
  }
}
