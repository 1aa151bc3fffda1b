import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { latest } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Agreement } from './agreement.entity.js';
import { agreementLifecycle, approvalsNeededBy, type AgreementFacts } from './agreement.lifecycle.js';
import { AgreementParts } from './agreement.parts.js';
import { refuseInvalid } from './agreement.refusals.js';
import { problemsOfTerms } from './agreement.terms.rules.js';
import type { AgreementStepDto } from './agreement.step.dto.js';
import { AgreementQueries } from './agreements.queries.js';
import { AgreementApprovals } from './approvals/agreement-approvals.js';
import { decidableBy, plannedApprovals } from './approvals/approval.rules.js';
import { AgreementTerms } from './renewals/agreement-terms.js';
import { SignaturesService } from './signatures/signatures.service.js';
import type { SignableText } from './signatures/text-for-signature.js';

/** What each step of an agreement does besides moving its stage. Always inside the caller's transaction, after the rules were asked. */
@Injectable()
export class AgreementStepEffects {
  constructor(
    private readonly clock: Clock,
    private readonly queries: AgreementQueries,
    private readonly parts: AgreementParts,
    private readonly approvals: AgreementApprovals,
    private readonly signatures: SignaturesService,
    private readonly terms: AgreementTerms,
  ) {}

  /** Changes the agreement's row in place, which the caller writes. Answers with what was signed, where something was. */
  async of(
    tx: Transaction,
    actor: UserActor,
    agreement: Agreement,
    facts: AgreementFacts,
    dto: AgreementStepDto,
  ): Promise<SignableText | undefined> {
    switch (dto.step) {
      case 'submit':
        await this.submit(tx, actor, agreement, facts, dto);
        return;
      case 'approve':
      case 'return':
        await this.decide(tx, actor, agreement, facts, dto);
        return;
      case 'delegate':
        await this.delegate(tx, actor, agreement, facts, dto);
        return;
      case 'sign':
        return this.sign(tx, actor, agreement, dto);
      case 'recall':
        await this.approvals.cancel(tx, agreement.id, dto.reason ?? null);
        return;
      case 'withdraw':
        Object.assign(agreement, { withdrawnOn: this.clock.today(), closingReason: dto.reason });
        await this.approvals.cancel(tx, agreement.id, dto.reason ?? null);
        return;
      case 'terminate':
        Object.assign(agreement, { terminatedOn: dto.on, closingReason: dto.reason });
        return;
    }
  }

  private async submit(
    tx: Transaction,
    actor: UserActor,
    agreement: Agreement,
    facts: AgreementFacts,
    dto: AgreementStepDto,
  ): Promise<void> {
    const { planned, problems } = plannedApprovals(approvalsNeededBy(facts), dto);
    refuseInvalid(problems);
    const general =
      dto.assigneeUserId === undefined ? [] : [{ pointer: '/assigneeUserId', userId: dto.assigneeUserId }];
    const named = (dto.approvals ?? []).map(({ assigneeUserId }, index) => ({
      pointer: `/approvals/${index}/assigneeUserId`,
      userId: assigneeUserId,
    }));
    await this.approvals.requireApprovers(tx, agreement.agencyId, [...general, ...named]);
    await this.approvals.ask(tx, agreement.id, actor.userId, planned);
  }

  /** Keeps a decision. The last approval puts the agreement before its signatories; one return ends the round. */
  private async decide(
    tx: Transaction,
    actor: UserActor,
    agreement: Agreement,
    facts: AgreementFacts,
    { step, approvalId, reason }: AgreementStepDto,
  ): Promise<void> {
    const mine = decidableBy(facts.approvals, actor.userId).filter(({ id }) => !approvalId || id === approvalId);
    const ids = mine.map(({ id }) => id);
    if (step === 'return') {
      await this.approvals.decide(tx, agreement.id, ids, 'returned', actor.userId, reason ?? null);
      return this.approvals.cancel(tx, agreement.id, null);
    }
    await this.approvals.decide(tx, agreement.id, ids, 'approved', actor.userId, reason ?? null);
    const pending = facts.approvals.filter(({ id }) => !ids.includes(id));
    const context = { userId: actor.userId, today: this.clock.today() };
    const released = agreementLifecycle.take('release', { ...facts, approvals: pending }, context);
    if (!released.allowed) return;
    agreement.stage = released.to;
    // What is put before the signatories is settled with the last approval.
    await this.signatures.settleText(tx, agreement.id);
  }

  private async delegate(
    tx: Transaction,
    actor: UserActor,
    agreement: Agreement,
    facts: AgreementFacts,
    { approvalId, assigneeUserId, reason }: AgreementStepDto,
  ): Promise<void> {
    const userId = assigneeUserId!;
    await this.approvals.requireApprovers(tx, agreement.agencyId, [{ pointer: '/assigneeUserId', userId }]);
    const mine = decidableBy(facts.approvals, actor.userId).filter(({ id }) => !approvalId || id === approvalId);
    await this.approvals.delegate(
      tx,
      mine.map(({ id }) => id),
      { from: actor.userId, to: userId, reason: reason! },
    );
  }

  /** Keeps one party's signature; the last one puts the agreement in force, from its own date or else from that day. */
  private async sign(
    tx: Transaction,
    actor: UserActor,
    agreement: Agreement,
    dto: AgreementStepDto,
  ): Promise<SignableText> {
    await this.parts.keepSignature(tx, agreement.id, dto.organisationId!, dto.on!, dto.signatoryName!);
    const text = await this.signatures.keep(tx, agreement.id, dto);
    const today = this.clock.today();
    const { facts } = await this.queries.rowWithin(tx, actor, agreement.id);
    const executed = agreementLifecycle.take('execute', facts, { userId: actor.userId, today });
    if (!executed.allowed) return text;
    const [first, ...others] = facts.parties.flatMap(({ signedOn }) => signedOn ?? []);
    const lastSignedOn = latest(first, ...others);
    Object.assign(agreement, {
      stage: executed.to,
      executedOn: lastSignedOn,
      effectiveOn: agreement.effectiveOn ?? lastSignedOn,
    });
    // No field of this step is wrong: the terms, which no longer change here, leave no day in force.
    if (problemsOfTerms(agreement).length > 0)
      throw new DomainError(
        'refused',
        'With this signature the agreement would begin after its end. Withdraw it and draft it again with later dates.',
      );
    await this.terms.begin(tx, agreement);
    return text;
  }
}
