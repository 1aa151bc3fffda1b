import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Agreement } from '../agreement.entity.js';
import { agreementLifecycle } from '../agreement.lifecycle.js';
import { newAgreement } from '../agreement.new.js';
import { refuseInvalid } from '../agreement.refusals.js';
import type { AgreementView } from '../agreement.views.dto.js';
import { agreementChanged } from '../agreements.jobs.js';
import { presentEndOf } from '../agreement.status.rules.js';
import { AgreementQueries } from '../agreements.queries.js';
import { AgreementsService } from '../agreements.service.js';
import { AgreementTerms } from './agreement-terms.js';
import { dayAfter, problemsOfNewEnd, usualNewEnd, whyNotDecided } from './renewal-decision.rules.js';
import type { DecideRenewalDto } from './renewal-decisions.dto.js';

/** What becomes of agreements at their end: decided under the agreement's version, and kept with its reason. */
@Injectable()
export class RenewalDecisionsService {
  constructor(
    private readonly agreements: AgreementsService,
    private readonly queries: AgreementQueries,
    private readonly terms: AgreementTerms,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** `version` is the caller's If-Match. */
  decide(actor: UserActor, id: string, version: number, dto: DecideRenewalDto): Promise<AgreementView> {
    return this.agreements.underVersion(actor, id, version, 'decide-renewal', async (tx, agreement) => {
      const before = { ...agreement };
      const successorReference = await openSuccessorOf(tx, agreement.id);
      const refused = whyNotDecided({ ...agreement, successorReference }, dto.decision, this.clock.today());
      if (refused !== null) throw new DomainError('refused', refused);
      const endOn = presentEndOf(agreement, this.clock.today());
      const followed = await this.follow(tx, actor, agreement, dto, endOn);
      await tx.query(sql`insert into agreement_renewal_decisions (id, agreement_id, decision, reason, achieved, end_on, new_end_on,
          successor_id, decided_by_user_id, decided_at)
        values (${newId()}, ${agreement.id}, ${dto.decision}, ${dto.reason}, ${dto.achieved ?? null}, ${endOn},
          ${followed.newEndOn ?? null}, ${followed.successorId ?? null}, ${actor.userId}, ${tx.now})`);
      return { before, after: { ...agreement, decided: dto, ...followed } };
    });
  }

  /** Does what was decided. */
  private async follow(
    tx: Transaction,
    actor: UserActor,
    agreement: Agreement,
    dto: DecideRenewalDto,
    endOn: CalendarDate | null,
  ): Promise<{ readonly newEndOn?: string; readonly successorId?: string }> {
    switch (dto.decision) {
      case 'renew': {
        const newEndOn = dto.endOn ?? usualNewEnd({ type: agreement.type, endOn });
        refuseInvalid(problemsOfNewEnd({ endOn }, newEndOn));
        await this.terms.add(tx, agreement, newEndOn!, this.clock.today());
        return { newEndOn: newEndOn! };
      }
      case 'renegotiate':
        return { successorId: await this.draftSuccessor(tx, actor, agreement, endOn) };
      case 'terminate': {
        if (dto.on === undefined) throw invalidField('/on', 'Enter the first day on which it is no longer in force.');
        const { facts } = await this.queries.rowWithin(tx, actor, agreement.id);
        const context = { on: dto.on, reason: dto.reason, userId: actor.userId, today: this.clock.today() };
        const taken = agreementLifecycle.take('terminate', facts, context);
        if (!taken.allowed) throw invalidField('/on', taken.reason);
        Object.assign(agreement, { terminatedOn: dto.on, closingReason: dto.reason });
        return {};
      }
      case 'let_lapse':
        if (agreement.renewalType === 'automatic') agreement.renewalStoppedOn = this.clock.today();
        return {};
    }
  }

  /** A draft with the same terms, parties and people, in force from the day after the present end; signed by all, it takes its place. */
  private async draftSuccessor(
    tx: Transaction,
    actor: UserActor,
    agreement: Agreement,
    endOn: CalendarDate | null,
  ): Promise<string> {
    const [{ number }] = await tx.query<{ number: number }>(sql`select nextval('agreement_references') as number`);
    const { type, title, purpose, strands, topics, marking, handling, sharing, ownerUserId, deputyUserId } = agreement;
    const { noticeCount, noticeUnit, renewalType, renewalMonths, mostRenewals, survivalMonths } = agreement;
    const { valuePence, currency, fundingSource } = agreement;
    const { intellectualPropertyTerms, publicationTerms, releasableSummary, keyTerms, parentId } = agreement;
    const given = {
      ...{ type, title, purpose, strands, topics, marking, handling, sharing, ownerUserId, deputyUserId },
      ...{ noticeCount, noticeUnit, renewalType, renewalMonths, mostRenewals, survivalMonths },
      ...{ valuePence, currency, fundingSource },
      ...{ intellectualPropertyTerms, publicationTerms, releasableSummary, keyTerms, parentId },
      effectiveOn: dayAfter(endOn),
    };
    const today = this.clock.today();
    const successor = newAgreement(actor, given, { number, now: tx.now, today });
    successor.succeedsId = agreement.id;
    await tx.insert(Agreement, successor);
    await copyParts(tx, agreement.id, successor.id);
    const record = { kind: 'agreement', id: successor.id };
    await this.audit.record(tx, 'agreement.create', record, null, { ...successor });
    await tx.publish(agreementChanged, { agreementId: successor.id });
    return successor.id;
  }
}

/** The reference of the agreement that is drafted, decided or signed to take the place of another. */
async function openSuccessorOf(tx: Transaction, agreementId: string): Promise<string | null> {
  const [found] = await tx.query<{ reference: string }>(
    sql`select reference from agreements where succeeds_id = ${agreementId} and stage <> 'withdrawn'`,
  );
  return found?.reference ?? null;
}

async function copyParts(tx: Transaction, from: string, to: string): Promise<void> {
  await tx.query(sql`insert into agreement_parties (id, agreement_id, organisation_id, freedom_of_information)
    select gen_random_uuid(), ${to}, organisation_id, freedom_of_information from agreement_parties where agreement_id = ${from}`);
  await tx.query(sql`insert into agreement_people (id, agreement_id, organisation_id, capacity, name, office, user_id, expert_id, contact_id)
    select gen_random_uuid(), ${to}, organisation_id, capacity, name, office, user_id, expert_id, contact_id
    from agreement_people where agreement_id = ${from}`);
  await tx.query(sql`insert into agreement_covered_persons (agreement_id, expert_id)
    select ${to}, expert_id from agreement_covered_persons where agreement_id = ${from}`);
}
