import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor, type UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { hashOf, newSecretValue } from '../../../platform/auth/secret-values.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { idleMinutes } from './session-actors.js';
import type { SessionView } from './auth.dto.js';

const accessMinutes = 15;
const refreshHours = 12;
const endedByOwner = 'ended by its owner';

/** A browser's session that has just begun. */
export interface BrowserSession {
  /** The cookie's value. */
  readonly value: string;
  readonly id: string;
  readonly userId: string;
}

/** Opaque values, hashed at rest. A session is one family: a refresh value used twice ends it (SEC-A8). */
@Injectable()
export class SessionsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** Begins a session inside the sign-in's transaction. */
  async begin(tx: Transaction, userId: string, address: string): Promise<SessionView> {
    const id = newId();
    const now = this.clock.machineNow();
    const access = newSecretValue();
    const accessExpiresAt = this.accessEnd(now);
    await tx.query(sql`
      insert into sessions (id, user_id, kind, access_hash, access_expires_at, factors, address, created_at)
      values (${id}, ${userId}, 'bearer', ${hashOf(access)}, ${accessExpiresAt}, ${['password']}, ${address}::inet, ${now})`);
    const refresh = await this.issueRefresh(tx, id, new Date(now.getTime() + refreshHours * 3_600_000));
    await this.audit.record(tx, 'session.begin', { kind: 'user', id: userId }, null, { sessionId: id });
    return { accessToken: access, tokenType: 'Bearer', expiresAt: accessExpiresAt, refreshToken: refresh };
  }

  /** Begins a browser's session. The one it had before ends: a browser holds one at a time. */
  async beginCookie(
    tx: Transaction,
    userId: string,
    { address, replacing }: { address: string; replacing: Buffer | null },
  ): Promise<BrowserSession> {
    const id = newId();
    const now = this.clock.machineNow();
    const value = newSecretValue();
    await tx.query(sql`
      insert into sessions (id, user_id, kind, access_hash, access_expires_at, factors, address, created_at)
      values (${id}, ${userId}, 'cookie', ${hashOf(value)}, ${new Date(now.getTime() + idleMinutes * 60_000)}, ${['password']}, ${address}::inet, ${now})`);
    if (replacing !== null)
      await this.revoke(tx, sql`access_hash = ${replacing} and kind = 'cookie'`, 'signed in again');
    await this.audit.record(tx, 'session.begin', { kind: 'user', id: userId }, null, { sessionId: id });
    return { value, id, userId };
  }

  /** New values for old. A value that was used before means that somebody copied it: the whole session ends. */
  async rotate(refreshValue: string): Promise<SessionView> {
    const outcome = await this.work.transaction(systemActor('sessions'), async (tx) => {
      const now = this.clock.machineNow();
      const [held] = await tx.query<{
        sessionId: string;
        userId: string;
        usedAt: Date | null;
        expiresAt: Date;
        ended: boolean;
      }>(sql`
        select r.session_id as "sessionId", s.user_id as "userId", r.used_at as "usedAt", r.expires_at as "expiresAt",
          s.revoked_at is not null or u.disabled_at is not null as ended
        from session_refreshes r join sessions s on s.id = r.session_id join users u on u.id = s.user_id
        where r.hash = ${hashOf(refreshValue)} for update of r, s`);
      if (!held || held.ended || held.expiresAt <= now) return null;
      if (held.usedAt !== null) {
        await this.revoke(tx, sql`id = ${held.sessionId}`, 'refresh value used twice');
        await this.audit.record(tx, 'session.reuse-detected', { kind: 'user', id: held.userId }, null, {
          sessionId: held.sessionId,
        });
        return null;
      }
      const access = newSecretValue();
      const accessExpiresAt = this.accessEnd(now);
      await tx.query(sql`update session_refreshes set used_at = ${now} where hash = ${hashOf(refreshValue)}`);
      await tx.query(
        sql`update sessions set access_hash = ${hashOf(access)}, access_expires_at = ${accessExpiresAt} where id = ${held.sessionId}`,
      );
      // The end stays where the sign-in put it: twelve hours are the longest a session lasts.
      const refresh = await this.issueRefresh(tx, held.sessionId, held.expiresAt);
      return { accessToken: access, tokenType: 'Bearer' as const, expiresAt: accessExpiresAt, refreshToken: refresh };
    });
    if (outcome === null)
      throw new DomainError(
        'unauthenticated',
        'Sign in again: the refresh value has ended, was used before, or was never ours.',
      );
    return outcome;
  }

  /** Whether a browser's session, also one that has ended, was this user's. */
  async wasOf(hash: Buffer, userId: string): Promise<boolean> {
    const found = await this.work.readOne(
      systemActor('sign-in'),
      sql`select 1 from sessions where access_hash = ${hash} and kind = 'cookie' and user_id = ${userId}`,
    );
    return found !== null;
  }

  async end(actor: UserActor): Promise<void> {
    await this.work.transaction(actor, (tx) => this.revoke(tx, sql`id = ${actor.sessionId}`, 'signed out'));
  }

  /** Ends one of one's own sessions. Another's is as absent as one that has ended. */
  async endOne(actor: UserActor, id: string): Promise<void> {
    await this.work.transaction(actor, async (tx) => {
      const ended = await this.revoke(tx, sql`id = ${id} and user_id = ${actor.userId}`, endedByOwner);
      if (ended === 0) throw notFound('session');
      await this.audit.record(tx, 'session.end', { kind: 'user', id: actor.userId }, null, { sessionId: id });
    });
  }

  /** Ends one's own sessions but the present one. */
  async endOthers(actor: UserActor): Promise<void> {
    await this.work.transaction(actor, async (tx) => {
      await this.endAllOf(tx, actor.userId, endedByOwner, actor.sessionId);
      await this.audit.record(tx, 'session.end-others', { kind: 'user', id: actor.userId }, null, null);
    });
  }

  /** Ends every session of a user, except one when told: after a password change, a disablement, a new role. */
  async endAllOf(tx: Transaction, userId: string, because: string, except: string | null = null): Promise<void> {
    await this.revoke(tx, sql`user_id = ${userId} and id is distinct from ${except}`, because);
  }

  /** Answers with how many it ended. */
  private async revoke(tx: Transaction, where: ReturnType<typeof sql>, because: string): Promise<number> {
    const ended = await tx.query(
      sql`update sessions set revoked_at = ${this.clock.machineNow()}, revoked_because = ${because}
        where revoked_at is null and ${where} returning id`,
    );
    return ended.length;
  }

  private async issueRefresh(tx: Transaction, sessionId: string, expiresAt: Date): Promise<string> {
    const value = newSecretValue();
    await tx.query(
      sql`insert into session_refreshes (hash, session_id, expires_at) values (${hashOf(value)}, ${sessionId}, ${expiresAt})`,
    );
    return value;
  }

  private accessEnd(now: Date): Date {
    return new Date(now.getTime() + accessMinutes * 60_000);
  }
}
