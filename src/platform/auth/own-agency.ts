import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';

/** The agency that keeps what this person makes. Refused to an account that belongs to none. */
export function ownAgencyOf(actor: UserActor): string {
  if (actor.agencyId === null)
    throw new DomainError('forbidden', 'Your account belongs to no agency, so there is nobody to keep this record.');
  return actor.agencyId;
}
