import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { everything } from '../../platform/auth/visibility.js';
import { requireRecords } from '../../platform/database/require-records.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { visibleAgreements } from '../agreements/agreement.visibility.js';
import { visibleExperts } from '../experts/expert.visibility.js';
import { visibleInteractions } from '../interactions/interaction.visibility.js';
import { takersOf } from './follow-up.assignee.sql.js';
import type { FollowUpAboutDto, FollowUpSubject } from './follow-ups.dto.js';

interface Names {
  readonly assigneeUserId?: string | null;
  readonly deputyUserId?: string | null;
  readonly about?: FollowUpAboutDto | null;
}

/** The records that a follow-up names. Always inside the caller's transaction. */
@Injectable()
export class FollowUpParts {
  constructor(private readonly clock: Clock) {}

  /** Whoever is named can take it on, and what it is about may be named by the caller. `at` is where it stands in the request. */
  async requireNamed(tx: Transaction, actor: UserActor, agencyId: string, names: Names, at = ''): Promise<void> {
    const today = this.clock.today();
    const people = {
      what: 'user of your agency who can take it on',
      table: 'users',
      where: takersOf('record', agencyId),
    };
    const subjects: Record<FollowUpSubject, { table: string; where: typeof everything }> = {
      expert: { table: 'experts', where: visibleExperts(actor, 'record', today) },
      agreement: { table: 'agreements', where: visibleAgreements(actor, 'record', today) },
      interaction: { table: 'interactions', where: visibleInteractions(actor, 'record', today) },
      organisation: { table: 'organisations', where: everything },
    };
    const { about } = names;
    await requireRecords(tx, [
      { pointer: `${at}/assigneeUserId`, ...people, values: [names.assigneeUserId] },
      { pointer: `${at}/deputyUserId`, ...people, values: [names.deputyUserId] },
      ...(about ? [{ pointer: `${at}/about/id`, what: about.kind, ...subjects[about.kind], values: [about.id] }] : []),
    ]);
  }
}

/** The columns that say what a follow-up is about; at most one is set. */
export function aboutColumns(about: FollowUpAboutDto | null): {
  aboutExpertId: string | null;
  aboutAgreementId: string | null;
  aboutInteractionId: string | null;
  aboutOrganisationId: string | null;
} {
  const idOf = (kind: FollowUpSubject): string | null => (about?.kind === kind ? about.id : null);
  return {
    aboutExpertId: idOf('expert'),
    aboutAgreementId: idOf('agreement'),
    aboutInteractionId: idOf('interaction'),
    aboutOrganisationId: idOf('organisation'),
  };
}
