import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { AgreementView } from './agreement.views.dto.js';
import type { AgreementQueries } from './agreements.queries.js';

/** An agreement for a page that changes it. Another agency's is read, not changed. */
export async function ownAgreement(queries: AgreementQueries, actor: UserActor, id: string): Promise<AgreementView> {
  const agreement = await queries.show(actor, id);
  if (agreement.agency.id === actor.agencyId) return agreement;
  throw new DomainError('forbidden', 'You can read this agreement, but another agency keeps it and changes it.');
}
