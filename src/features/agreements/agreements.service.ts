import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound, type FieldProblem } from '../../kernel/domain-error.js';
import { seatsAfter, type HandedSeat } from '../../kernel/seats.rules.js';
import { AccessPolicy } from '../../platform/auth/permissions.js';
import { AuditLog, type Snapshot } from '../../platform/audit/audit-log.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../platform/web/record-id.pipe.js';
import { Agreement } from './agreement.entity.js';
import { newAgreement } from './agreement.new.js';
import { refuseInvalid, refuseLocked } from './agreement.refusals.js';
import { AgreementStepEffects } from './agreement.step-effects.js';
import { AgreementParts } from './agreement.parts.js';
import { agreementLifecycle, unansweredOf } from './agreement.lifecycle.js';
import { problemsOfTerms } from './agreement.terms.rules.js';
import { changeableAgreements, visibleAgreements } from './agreement.visibility.js';
import { rulesOfType } from './types/agreement-types.rules.js';
import { problemsOfKeyTerms } from './types/key-terms.rules.js';
import { agreementChanged, agreementExecuted } from './agreements.jobs.js';
import { refusePartiesThatBenefit } from './beneficiaries/beneficiary.parties.js';
import { AgreementParents } from './parents/agreement-parents.js';
import { AgreementQueries } from './agreements.queries.js';
import type { AgreementView } from './agreement.views.dto.js';
import type { AgreementStepDto } from './agreement.step.dto.js';
import type { ChangeAgreementDto, CreateAgreementDto, ReplacePartiesDto, ReplacePeopleDto } from './agreements.dto.js';

/** Writes of agreements: one transaction each, the row locked, the rule asked, the change audited and published. */
@Injectable()
export class AgreementsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: AgreementQueries,
    private readonly parts: AgreementParts,
    private readonly parents: AgreementParents,
    private readonly effects: AgreementStepEffects,
    private readonly policy: AccessPolicy,
  ) {}

  create(actor: UserActor, dto: CreateAgreementDto): Promise<AgreementView> {
    return this.work.transaction(actor, async (tx) => {
      const { parties, people = [], coveredExpertIds = [], ...terms } = dto;
      await this.parents.wait(tx, dto);
      const [{ number }] = await tx.query<{ number: number }>(sql`select nextval('agreement_references') as number`);
      const agreement = newAgreement(actor, terms, { number, now: tx.now, today: this.clock.today() });
      refuseInvalid([...problemsOfTerms(agreement), ...problemsOfOwnTerms(agreement)]);
      await this.parts.requireTerms(tx, agreement.agencyId, agreement);
      await this.parents.require(tx, actor, agreement, agreement.parentId);
      await this.parts.requireParts(tx, actor, { parties, people, coveredExpertIds });
      await tx.insert(Agreement, agreement);
      await this.parts.replaceParties(tx, agreement.id, parties);
      await this.parts.replacePeople(tx, agreement.id, people);
      await this.parts.replaceCovered(tx, actor, agreement.id, coveredExpertIds);
      return this.finish(tx, actor, agreement, 'create', null, { ...agreement, parties, people, coveredExpertIds });
    });
  }

  /** Changes terms. `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangeAgreementDto): Promise<AgreementView> {
    return this.work.transaction(actor, async (tx) => {
      await this.parents.wait(tx, dto);
      const agreement = await this.lockOwn(tx, actor, id, version);
      return this.changeLocked(tx, actor, agreement, dto);
    });
  }

  /** Gives a seat that somebody has to a colleague, as part of another transaction. */
  async handOverWithin(tx: Transaction, actor: UserActor, one: HandedSeat): Promise<void> {
    const agreement = await this.lockOwn(tx, actor, one.id, one.version);
    await this.changeLocked(tx, actor, agreement, seatsAfter(agreement, one.seat, one.fromUserId, one.toUserId));
  }

  private async changeLocked(
    tx: Transaction,
    actor: UserActor,
    agreement: Agreement,
    dto: ChangeAgreementDto,
  ): Promise<AgreementView> {
    const before = { ...agreement };
    refuseLocked(agreement, Object.keys(dto));
    Object.assign(agreement, withoutFormerRenewal(dto), { updatedAt: tx.now });
    refuseInvalid([...problemsOfTerms(agreement), ...problemsOfOwnTerms(agreement)]);
    await this.parts.requireTerms(tx, agreement.agencyId, dto);
    await this.parents.require(tx, actor, agreement, dto.parentId);
    await tx.update(Agreement, agreement);
    return this.finish(tx, actor, agreement, 'change', before, { ...agreement });
  }

  replaceParties(
    actor: UserActor,
    id: string,
    version: number,
    { parties }: ReplacePartiesDto,
  ): Promise<AgreementView> {
    return this.work.transaction(actor, async (tx) => {
      const agreement = await this.lockOwn(tx, actor, id, version);
      refuseLocked(agreement, ['parties']);
      const { facts, ...before } = await this.queries.rowWithin(tx, actor, agreement.id);
      const kept = new Set(parties.map(({ organisationId }) => organisationId));
      if (before.people.some(({ organisationId }) => !kept.has(organisationId)))
        throw new DomainError(
          'refused',
          'Somebody still acts for a party that this would remove. Change the people first.',
        );
      await this.parts.requireParts(tx, actor, { parties });
      await refusePartiesThatBenefit(tx, agreement.id, [...kept]);
      await this.parts.replaceParties(tx, agreement.id, parties);
      await tx.update(Agreement, Object.assign(agreement, { updatedAt: tx.now }));
      return this.finish(tx, actor, agreement, 'change-parties', { parties: facts.parties }, { parties });
    });
  }

  replacePeople(actor: UserActor, id: string, version: number, dto: ReplacePeopleDto): Promise<AgreementView> {
    return this.work.transaction(actor, async (tx) => {
      const agreement = await this.lockOwn(tx, actor, id, version);
      refuseLocked(agreement, ['people']);
      const before = await this.queries.rowWithin(tx, actor, agreement.id);
      await this.parts.requireParts(tx, actor, {
        parties: before.parties,
        people: dto.people,
        coveredExpertIds: dto.coveredExpertIds,
      });
      await this.parts.replacePeople(tx, agreement.id, dto.people);
      if (dto.coveredExpertIds) await this.parts.replaceCovered(tx, actor, agreement.id, dto.coveredExpertIds);
      await tx.update(Agreement, Object.assign(agreement, { updatedAt: tx.now }));
      const earlier = {
        people: before.people,
        coveredExpertIds: before.coveredPersons.map(({ expertId }) => expertId),
      };
      return this.finish(tx, actor, agreement, 'change-people', earlier, { ...earlier, ...dto });
    });
  }

  /** A change of what stands around an agreement, under its version: locked, changed, audited, published and answered. */
  underVersion(
    actor: UserActor,
    id: string,
    version: number,
    verb: string,
    change: (tx: Transaction, agreement: Agreement) => Promise<{ readonly before: Snapshot; readonly after: Snapshot }>,
  ): Promise<AgreementView> {
    return this.work.transaction(actor, async (tx) => {
      const agreement = await this.lockOwn(tx, actor, id, version);
      const { before, after } = await change(tx, agreement);
      await tx.update(Agreement, Object.assign(agreement, { updatedAt: tx.now }));
      return this.finish(tx, actor, agreement, verb, before, after);
    });
  }

  /** Takes one lifecycle step. The row is locked, so two people cannot both succeed. */
  perform(actor: UserActor, id: string, version: number, dto: AgreementStepDto): Promise<AgreementView> {
    if (!this.policy.allows(actor.role, agreementLifecycle.needs(dto.step)))
      throw new DomainError('forbidden', 'Your role does not allow this step.');
    refuseInvalid(unansweredOf(dto.step, dto));
    return this.work.transaction(actor, async (tx) => {
      const agreement = await this.lockForStep(tx, actor, id, version, dto);
      const before = { ...agreement };
      const today = this.clock.today();
      const { facts } = await this.queries.rowWithin(tx, actor, agreement.id);
      const taken = agreementLifecycle.take(dto.step, facts, { ...dto, userId: actor.userId, today });
      if (!taken.allowed) throw new DomainError('refused', taken.reason);
      Object.assign(agreement, { stage: taken.to, updatedAt: tx.now });
      const signedText = await this.effects.of(tx, actor, agreement, facts, dto);
      await tx.update(Agreement, agreement);
      if (agreement.stage === 'executed' && before.stage !== 'executed')
        await tx.publish(agreementExecuted, { agreementId: agreement.id });
      return this.finish(tx, actor, agreement, dto.step, before, { ...agreement, step: dto, signedText });
    });
  }

  private async lockOwn(tx: Transaction, actor: UserActor, id: string, version: number): Promise<Agreement> {
    const where = sql`${identifiedBy('record', id)} and ${changeableAgreements(actor, 'record', this.clock.today())}`;
    const agreement = await tx.lock(Agreement, where, version);
    return agreement ?? this.notChangeable(tx, actor, id);
  }

  /** An approver changes nothing but decides what was put to them; every other step is for people who keep agreements. */
  private async lockForStep(
    tx: Transaction,
    actor: UserActor,
    id: string,
    version: number,
    { step }: AgreementStepDto,
  ): Promise<Agreement> {
    if (agreementLifecycle.needs(step) !== 'agreements.decide') return this.lockOwn(tx, actor, id, version);
    const where = sql`${identifiedBy('record', id)} and record.agency_id = ${actor.agencyId}
      and ${visibleAgreements(actor, 'record', this.clock.today())}`;
    const agreement = await tx.lock(Agreement, where, version);
    return agreement ?? this.notChangeable(tx, actor, id);
  }

  /** Hidden: as if absent. Readable but another agency's: said so. */
  private async notChangeable(tx: Transaction, actor: UserActor, id: string): Promise<never> {
    const [readable] = await tx.query(
      sql`select 1 from agreements a where ${identifiedBy('a', id)} and ${visibleAgreements(actor, 'a', this.clock.today())}`,
    );
    if (!readable) throw notFound('agreement');
    throw new DomainError('forbidden', 'You can read this agreement, but another agency keeps it and changes it.');
  }

  private async finish(
    tx: Transaction,
    actor: UserActor,
    agreement: Agreement,
    verb: string,
    before: Snapshot | null,
    after: Snapshot,
  ): Promise<AgreementView> {
    await this.audit.record(tx, `agreement.${verb}`, { kind: 'agreement', id: agreement.id }, before, after);
    await tx.publish(agreementChanged, { agreementId: agreement.id });
    return this.queries.viewOf(actor, await this.queries.rowWithin(tx, actor, agreement.id));
  }
}

/** With another kind of renewal goes what belonged to the former one. */
function withoutFormerRenewal(dto: ChangeAgreementDto): ChangeAgreementDto {
  const renewsItself = dto.renewalType === undefined || dto.renewalType === 'automatic';
  return renewsItself ? dto : { renewalMonths: null, mostRenewals: null, ...dto };
}

/** What the type says of its own terms. */
function problemsOfOwnTerms({ type, keyTerms }: Agreement): FieldProblem[] {
  return problemsOfKeyTerms(rulesOfType(type).keyTerms, keyTerms);
}
