import sql, { type Sql } from 'sql-template-tag';
import type { LinkPurpose } from '../../../platform/auth/single-use-links.js';

/** A link by which somebody sets the password of their own account (SEC-A6). */
export interface AccountLink {
  readonly purpose: LinkPurpose;
  /** The accounts it works for, over the alias `u`: asked when it is sent, when it is opened and when it is spent. */
  readonly worksFor: Sql;
}

/** The first password of a new account. */
export const invitation: AccountLink = {
  purpose: { name: 'users.invitation', path: '/invitation', lastsMinutes: 7 * 24 * 60 },
  worksFor: sql`(u.disabled_at is null and u.password_hash is null)`,
};

/** A new password instead of a forgotten one. */
export const passwordReset: AccountLink = {
  purpose: { name: 'users.password-reset', path: '/reset-password', lastsMinutes: 30 },
  worksFor: sql`(u.disabled_at is null and u.password_hash is not null)`,
};

export const accountLinks: readonly AccountLink[] = [invitation, passwordReset];
