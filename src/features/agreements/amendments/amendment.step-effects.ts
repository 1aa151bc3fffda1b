import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Agreement } from '../agreement.entity.js';
import { refuseInvalid } from '../agreement.refusals.js';
import { AgreementApprovals } from '../approvals/agreement-approvals.js';
import { decidableBy, plannedApprovals } from '../approvals/approval.rules.js';
import { AmendmentApplication } from './amendment.application.js';
import type { AgreementAmendment } from './amendment.entity.js';
import { amendmentLifecycle, lastSignedOn, type AmendmentFacts } from './amendment.lifecycle.js';
import { approvalsOfAmendment } from './amendment.rules.js';
import { AmendmentSignatures } from './amendment.signatures.js';
import type { AmendmentStepDto } from './amendments.dto.js';
import { AmendmentQueries } from './amendments.queries.js';

interface Stepping {
  readonly agreement: Agreement;
  readonly amendment: AgreementAmendment;
  readonly facts: AmendmentFacts;
}

/** What each step of an amendment does besides moving its stage. Always inside the caller's transaction, after the rules were asked. */
@Injectable()
export class AmendmentStepEffects {
  constructor(
    private readonly clock: Clock,
    private readonly queries: AmendmentQueries,
    private readonly approvals: AgreementApprovals,
    private readonly signatures: AmendmentSignatures,
    private readonly application: AmendmentApplication,
  ) {}

  /** Changes the amendment's row in place, which the caller writes. Answers with the hash of what was signed, where it was. */
  async of(tx: Transaction, actor: UserActor, stepping: Stepping, dto: AmendmentStepDto): Promise<string | undefined> {
    const { amendment } = stepping;
    switch (dto.step) {
      case 'submit':
        await this.submit(tx, actor, stepping, dto);
        return;
      case 'approve':
      case 'return':
        await this.decide(tx, actor, stepping, dto);
        return;
      case 'delegate':
        await this.delegate(tx, actor, stepping, dto);
        return;
      case 'sign':
        return this.sign(tx, actor, stepping, dto);
      case 'recall':
        await this.cancel(tx, amendment, dto.reason ?? null);
        return;
      case 'withdraw':
        Object.assign(amendment, { withdrawnOn: this.clock.today(), closingReason: dto.reason });
        await this.cancel(tx, amendment, dto.reason ?? null);
        return;
    }
  }

  private async submit(
    tx: Transaction,
    actor: UserActor,
    { agreement, amendment, facts }: Stepping,
    dto: AmendmentStepDto,
  ): Promise<void> {
    const { planned, problems } = plannedApprovals(approvalsOfAmendment(agreement.type, facts.changes), dto);
    refuseInvalid(problems);
    await this.approvals.requireApprovers(tx, agreement.agencyId, namedApprovers(dto));
    await this.approvals.ask(tx, agreement.id, actor.userId, planned, amendment.id);
  }

  /** Keeps a decision. The last approval puts the amendment before its signatories; one return ends the round. */
  private async decide(
    tx: Transaction,
    actor: UserActor,
    { amendment, facts }: Stepping,
    { step, approvalId, reason }: AmendmentStepDto,
  ): Promise<void> {
    const { id, agreementId } = amendment;
    const ids = idsOf(facts, actor, approvalId);
    const decision = step === 'return' ? 'returned' : 'approved';
    await this.approvals.decide(tx, agreementId, ids, decision, actor.userId, reason ?? null, id);
    if (step === 'return') return this.cancel(tx, amendment, null);
    const pending = facts.approvals.filter((one) => !ids.includes(one.id));
    const context = { userId: actor.userId, today: this.clock.today() };
    const released = amendmentLifecycle.take('release', { ...facts, approvals: pending }, context);
    if (released.allowed) amendment.stage = released.to;
  }

  private async delegate(
    tx: Transaction,
    actor: UserActor,
    { agreement, facts }: Stepping,
    { approvalId, assigneeUserId, reason }: AmendmentStepDto,
  ): Promise<void> {
    const userId = assigneeUserId!;
    await this.approvals.requireApprovers(tx, agreement.agencyId, [{ pointer: '/assigneeUserId', userId }]);
    const handed = { from: actor.userId, to: userId, reason: reason! };
    await this.approvals.delegate(tx, idsOf(facts, actor, approvalId), handed);
  }

  /** Keeps one party's signature; with the last one the agreement has the new terms. */
  private async sign(
    tx: Transaction,
    actor: UserActor,
    { agreement, amendment }: Stepping,
    dto: AmendmentStepDto,
  ): Promise<string> {
    const signed = await this.signatures.keep(tx, agreement, amendment, dto);
    const { facts } = await this.queries.rowWithin(tx, actor, amendment.id);
    if (lastSignedOn(facts) === null) return signed;
    const executed = amendmentLifecycle.take('execute', facts, { userId: actor.userId, today: this.clock.today() });
    if (!executed.allowed) throw new DomainError('refused', executed.reason);
    amendment.stage = executed.to;
    await this.application.apply(tx, agreement, amendment, facts);
    return signed;
  }

  private cancel(tx: Transaction, { id, agreementId }: AgreementAmendment, reason: string | null): Promise<void> {
    return this.approvals.cancel(tx, agreementId, reason, id);
  }
}

function idsOf({ approvals }: AmendmentFacts, { userId }: UserActor, approvalId: string | undefined): string[] {
  const mine = decidableBy(approvals, userId).map(({ id }) => id);
  return mine.filter((id) => approvalId === undefined || id === approvalId);
}

function namedApprovers({ assigneeUserId, approvals = [] }: AmendmentStepDto): { pointer: string; userId: string }[] {
  const general = assigneeUserId === undefined ? [] : [{ pointer: '/assigneeUserId', userId: assigneeUserId }];
  const named = approvals.map((one, index) => ({
    pointer: `/approvals/${index}/assigneeUserId`,
    userId: one.assigneeUserId,
  }));
  return [...general, ...named];
}
