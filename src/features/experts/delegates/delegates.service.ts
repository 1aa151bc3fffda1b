import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { isBefore, londonDateOf } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { DelegateAccounts } from '../../users/delegate-accounts.js';
import { Expert } from '../expert.entity.js';
import type { OwnChangeView } from '../profile/own-profile.dto.js';
import { expertOf, OwnProfileQueries } from '../profile/own-profile.queries.js';
import type { ProfileChange } from '../profile/profile-change.entity.js';
import { ProfileProposals } from '../profile/profile.proposals.js';
import { foldedEmail, inOrder, mostDelegates, problemsOfNaming } from './delegate.rules.js';
import { currentDelegations } from './delegate.visibility.js';
import type { NameDelegateDto } from './delegates.dto.js';
import { ExpertDelegate } from './expert-delegate.entity.js';

/**
 * Delegates as the person they act for has them: named as a proposal, because it opens an account at an agency, accepted by staff
 * of the agency that keeps the record, and ended by the person at once.
 */
@Injectable()
export class DelegatesService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: OwnProfileQueries,
    private readonly proposals: ProfileProposals,
    private readonly accounts: DelegateAccounts,
  ) {}

  /** Naming somebody again changes their sections and last day, once staff have accepted that. */
  name(actor: UserActor, dto: NameDelegateDto): Promise<OwnChangeView> {
    return this.work.transaction(actor, async (tx) => {
      const expert = await lockSelf(tx, actor);
      const email = foldedEmail(dto.email);
      const own = await tx.query<{ email: string }>(sql`select u.email from users u where u.id = ${actor.userId}`);
      const ownEmails = [...own.map((account) => account.email), expert.email ?? []].flat();
      const problems = problemsOfNaming(dto, this.clock.today(), ownEmails);
      if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
      if ((await this.othersNamed(tx, expert.id, email)) >= mostDelegates)
        throw new DomainError(
          'refused',
          `You have named ${mostDelegates} people already. End one of them, or take back one who waits, first.`,
        );
      const values = { delegate: dto.name, email, sections: inOrder(dto.sections), untilOn: dto.untilOn };
      const id = await this.proposals.delegate(tx, expert.id, values);
      const [view] = await tx.query<OwnChangeView>(this.queries.changeSql(actor, id));
      return view;
    });
  }

  /** Takes effect with the delegate's next request. Whatever waits for staff about the same address is taken back with it. */
  end(actor: UserActor, id: string): Promise<void> {
    return this.work.transaction(actor, async (tx) => {
      const expert = await lockSelf(tx, actor);
      const present = currentDelegations('record', this.clock.today());
      const own = sql`record.id = ${id} and record.expert_id = ${expert.id} and ${present}`;
      const delegate = await tx.lock(ExpertDelegate, own);
      if (delegate === null) throw notFound('delegate');
      Object.assign(delegate, { endedAt: tx.now, endedByUserId: actor.userId, updatedAt: tx.now });
      await tx.update(ExpertDelegate, delegate);
      await this.proposals.takeBackDelegate(tx, expert.id, delegate.email);
      await this.audit.record(tx, 'delegate.end', { kind: 'expert_delegate', id }, null, { endedAt: tx.now });
    });
  }

  /** Part of staff's acceptance, in its transaction, with the person's row locked. Refusals are for the staff member. */
  async beginWithin(tx: Transaction, actor: UserActor, change: ProfileChange, expert: Expert): Promise<void> {
    const { delegate: name, email, sections, untilOn } = change.after;
    if (isBefore(untilOn!, this.clock.today()))
      throw new DomainError('refused', 'The last day has passed. Refuse this, and ask the person to name them again.');
    if (expert.objectedOn !== null || expert.restrictedOn !== null)
      throw new DomainError(
        'refused',
        'This person has objected to being held or asked for restriction, so nobody edits for them.',
      );
    if ((await this.othersPresent(tx, expert.id, email!)) >= mostDelegates)
      throw new DomainError(
        'refused',
        `This person has ${mostDelegates} delegates already. One of them must end first.`,
      );
    const [self] = await tx.query<{ organisationId: string }>(sql`select u.organisation_id as "organisationId"
      from users u where u.expert_id = ${expert.id} and u.disabled_at is null`);
    if (!self)
      throw new DomainError('refused', 'Nobody can sign in as this person any more, so nobody could end this.');
    const organisationId = self.organisationId;
    const account = await this.accounts.accountFor(tx, { name: name!, email: email!, organisationId });
    if (account.expertId === expert.id)
      throw new DomainError('refused', 'This is the person’s own account. Nobody is their own delegate.');
    const lastChangedAt = await this.makeRoom(tx, expert.id, email!);
    const delegate = Object.assign(new ExpertDelegate(), {
      ...{ id: newId(), version: 1, expertId: expert.id, userId: account.id, name, email, sections, untilOn },
      ...{ namedOn: londonDateOf(change.proposedAt), changeId: change.id, acceptedByUserId: actor.userId },
      ...{ startedAt: tx.now, lastChangedAt, endedAt: null, endedByUserId: null, updatedAt: tx.now },
    });
    await tx.insert(ExpertDelegate, delegate);
    const record = { kind: 'expert_delegate', id: delegate.id };
    await this.audit.record(tx, 'delegate.begin', record, null, delegate as never);
  }

  /** One that ran out, or that this one takes the place of. Answers with when they last changed something. */
  private async makeRoom(tx: Transaction, expertId: string, email: string): Promise<Date | null> {
    const [ended] = await tx.query<{ lastChangedAt: Date | null }>(sql`
      update expert_delegates set ended_at = ${tx.now}, updated_at = ${tx.now}, version = version + 1
      where expert_id = ${expertId} and email = ${email}::citext and ended_at is null
      returning last_changed_at as "lastChangedAt"`);
    return ended?.lastChangedAt ?? null;
  }

  /** How many others the person has, or has asked for. */
  private async othersNamed(tx: Transaction, expertId: string, email: string): Promise<number> {
    const [{ others }] = await tx.query<{ others: number }>(sql`select count(*)::integer as others from (
        select d.email::text from expert_delegates d
        where d.expert_id = ${expertId} and ${currentDelegations('d', this.clock.today())}
        union select p.after ->> 'email' from profile_changes p
        where p.expert_id = ${expertId} and p.section = 'delegate' and p.state = 'proposed') named (email)
      where named.email <> ${email}`);
    return others;
  }

  private async othersPresent(tx: Transaction, expertId: string, email: string): Promise<number> {
    const [{ others }] = await tx.query<{
      others: number;
    }>(sql`select count(*)::integer as others from expert_delegates d
      where d.expert_id = ${expertId} and d.email <> ${email}::citext and ${currentDelegations('d', this.clock.today())}`);
    return others;
  }
}

async function lockSelf(tx: Transaction, actor: UserActor): Promise<Expert> {
  const expert = await tx.lock(Expert, sql`record.id = ${expertOf(actor)}`);
  if (expert === null) throw notFound('profile');
  return expert;
}
