import sql, { raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { everything, nothing } from '../../platform/auth/visibility.js';

/** Which accounts this actor may see: administrators and auditors every one, agencies their own people who can sign in. */
export function visibleUsers(actor: UserActor, aliasName: string): Sql {
  switch (actor.role) {
    case 'admin':
    case 'auditor':
      return everything;
    case 'liaison':
    case 'partner':
      return actor.agencyId === null ? nothing : colleagues(actor.agencyId, aliasName);
    default:
      return nothing;
  }
}

/** `activeUsersOf` in the form for lists: the agency's bodies are found once, not climbed to from each user. */
function colleagues(agencyId: string, aliasName: string): Sql {
  const u = raw(aliasName);
  return sql`(${u}.disabled_at is null and ${u}.role not in ('academic', 'delegate') and ${u}.organisation_id in (${bodiesOf(agencyId)}))`;
}

/** An organisation and, when it is an agency, its units. */
export function bodiesOf(organisationId: string): Sql {
  return sql`select body.id from organisations body
    where body.id = ${organisationId} or (body.kind = 'unit' and agency_of(body.id) = ${organisationId})`;
}

/** Who sees of an account more than a colleague's name, role and address. */
export function seesAccounts(actor: UserActor): boolean {
  return actor.role === 'admin' || actor.role === 'auditor';
}
