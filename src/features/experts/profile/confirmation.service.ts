import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor, type UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { SingleUseLinks } from '../../../platform/auth/single-use-links.js';
import { listOf } from '../../../platform/database/fragments.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Expert } from '../expert.entity.js';
import type { Availability } from '../expert.rules.js';
import { currentAffiliation } from '../expert.sql.js';
import type { ExpertView } from '../expert.views.dto.js';
import { ExpertsService } from '../experts.service.js';
import { confirmationAsked, confirmProfile } from './confirmation.jobs.js';
import { refusalOfAsking, refusalOfMail, type ReachableFacts } from './confirmation.rules.js';
import { ProfileProposals } from './profile.proposals.js';
import { maskedEmail } from './profile.rules.js';

/** What the page behind a link shows: the person's own, and no more than they need to know it again. */
export interface ConfirmedBasics {
  readonly name: string;
  readonly maskedEmail: string | null;
  readonly posts: readonly { organisation: string; department: string | null; role: string | null }[];
  readonly expertise: readonly string[];
  readonly availability: Availability;
  readonly availableUntil: CalendarDate | null;
}

const byLink = systemActor(confirmProfile.name);

/** "Is this still correct?" by a link that works once, for people without an account. */
@Injectable()
export class ConfirmationService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly links: SingleUseLinks,
    private readonly experts: ExpertsService,
    private readonly proposals: ProfileProposals,
  ) {}

  /** Asks the person; the mail goes out from a job, which asks once more whether it may. */
  ask(actor: UserActor, id: string, version?: number): Promise<ExpertView> {
    return this.experts.underVersion(actor, id, version, 'ask-confirmation', async (tx, expert) => {
      const today = this.clock.today();
      const refusal = refusalOfAsking(expert, today);
      if (refusal !== null) throw new DomainError('refused', refusal);
      const before = { ...expert };
      expert.confirmationAskedOn = today;
      await tx.publish(confirmationAsked, { expertId: expert.id });
      return { before, after: expert };
    });
  }

  /**
   * Null for a link that was spent, replaced, has ended or was never ours, and once its person may not be written to any more.
   * Opening it changes nothing.
   */
  async open(value: string): Promise<ConfirmedBasics | null> {
    const expertId = await this.links.subjectOf(confirmProfile, value);
    if (expertId === null) return null;
    const row = await this.work.readOne<Omit<ConfirmedBasics, 'maskedEmail'> & ReachableFacts>(
      byLink,
      sql`select concat_ws(' ', e.title, e.given_name, e.family_name) as name, e.email, e.availability,
          e.available_until as "availableUntil", e.do_not_contact as "doNotContact", e.objected_on as "objectedOn",
          e.restricted_on as "restrictedOn",
          ${listOf(sql`select json_agg(json_build_object('organisation', o.name, 'department', f.department, 'role', f.role)
              order by f.is_primary desc, o.name, f.id)
            from affiliations f join organisations o on o.id = f.organisation_id
            where f.expert_id = e.id and ${currentAffiliation(this.clock.today())}`)} as posts,
          ${listOf(sql`select json_agg(t.label order by x.level, t.scheme, t.position)
            from expertise x join vocabulary_terms t on t.id = x.term_id where x.expert_id = e.id`)} as expertise
        from experts e where e.id = ${expertId}`,
    );
    if (row === null || refusalOfMail(row) !== null) return null;
    const { name, email, posts, expertise, availability, availableUntil } = row;
    return { name, maskedEmail: maskedEmail(email), posts, expertise, availability, availableUntil };
  }

  /** Spends the link and notes the day. */
  confirm(value: string): Promise<void> {
    return this.spending(value, async (tx, expert) => {
      const before = { ...expert };
      expert.profileConfirmedOn = this.clock.today();
      await this.experts.keepWithin(tx, expert, 'confirm-by-link', { before, after: expert });
    });
  }

  /** Spends the link and keeps what the person says has changed, for staff. */
  tell(value: string, text: string): Promise<void> {
    return this.spending(value, async (tx, expert) => void (await this.proposals.note(tx, expert.id, text)));
  }

  private async spending(value: string, effect: (tx: Transaction, expert: Expert) => Promise<void>): Promise<void> {
    const expertId = await this.links.subjectOf(confirmProfile, value);
    if (expertId === null) throw notFound('link');
    await this.work.transaction(byLink, async (tx) => {
      // The person first, then the link: in the same order as a change of the person that withdraws it.
      const expert = await tx.lock(Expert, sql`record.id = ${expertId}`);
      if (expert === null || refusalOfMail(expert) !== null) throw notFound('link');
      if ((await this.links.spend(tx, confirmProfile, value)) === null) throw notFound('link');
      await effect(tx, expert);
    });
  }
}
