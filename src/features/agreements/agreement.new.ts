import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { newId } from '../../kernel/identifier.js';
import { Agreement } from './agreement.entity.js';
import type { CreateAgreementDto } from './agreements.dto.js';
import { withUsualTerms } from './types/agreement-types.rules.js';

type GivenTerms = Omit<CreateAgreementDto, 'parties' | 'people' | 'coveredExpertIds'>;

/** A draft of the actor's agency, with what is usual where nothing was said. The year of its reference is that of London. */
export function newAgreement(
  actor: UserActor,
  given: GivenTerms,
  { number, now, today }: { readonly number: number; readonly now: Date; readonly today: CalendarDate },
): Agreement {
  const defaults = {
    purpose: null,
    strands: [],
    topics: [],
    marking: 'OFFICIAL' as const,
    handling: null,
    sharing: given.marking === 'OFFICIAL-SENSITIVE' ? ('named' as const) : ('agency' as const),
    ownerUserId: actor.userId,
    deputyUserId: null,
    stage: 'draft' as const,
    effectiveOn: null,
    reviewOn: null,
    renewalsBefore: 0,
    renewalStoppedOn: null,
    executedOn: null,
    withdrawnOn: null,
    terminatedOn: null,
    closingReason: null,
    parentId: null,
    succeedsId: null,
    supersededById: null,
    supersededOn: null,
    valuePence: null,
    currency: null,
    fundingSource: null,
    intellectualPropertyTerms: null,
    publicationTerms: null,
    releasableSummary: null,
    keyTerms: {},
  };
  return Object.assign(new Agreement(), defaults, given, withUsualTerms(given.type, given), {
    id: newId(),
    version: 1,
    reference: `AGR-${today.slice(0, 4)}-${String(number).padStart(4, '0')}`,
    agencyId: actor.agencyId,
    createdByUserId: actor.userId,
    createdAt: now,
    updatedAt: now,
  });
}
