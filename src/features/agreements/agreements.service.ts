import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { latest } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound, type FieldProblem } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import { AccessPolicy } from '../../platform/auth/permissions.js';
import { AuditLog, type Snapshot } from '../../platform/audit/audit-log.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../platform/web/record-id.pipe.js';
import { Agreement } from './agreement.entity.js';
import { AgreementParts } from './agreement.parts.js';
import { agreementLifecycle, unansweredOf } from './agreement.lifecycle.js';
import { lockedFields, problemsOfTerms } from './agreement.terms.rules.js';
import { changeableAgreements, visibleAgreements } from './agreement.visibility.js';
import { agreementChanged } from './agreements.jobs.js';
import { AgreementQueries, type AgreementRow } from './agreements.queries.js';
import type { AgreementView } from './agreement.views.dto.js';
import type {
  AgreementStepDto,
  ChangeAgreementDto,
  CreateAgreementDto,
  ReplacePartiesDto,
  ReplacePeopleDto,
} from './agreements.dto.js';

/** Writes of agreements: one transaction each, the row locked, the rule asked, the change audited and published. */
@Injectable()
export class AgreementsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: AgreementQueries,
    private readonly parts: AgreementParts,
    private readonly policy: AccessPolicy,
  ) {}

  create(actor: UserActor, dto: CreateAgreementDto): Promise<AgreementView> {
    return this.work.transaction(actor, async (tx) => {
      const { parties, people = [], coveredExpertIds = [], ...terms } = dto;
      const agreement = await this.newAgreement(tx, actor, terms);
      refuseInvalid(problemsOfTerms(agreement));
      await this.parts.requireTerms(tx, agreement.agencyId, agreement);
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
      const agreement = await this.lockOwn(tx, actor, id, version);
      const before = { ...agreement };
      refuseLocked(agreement, Object.keys(dto));
      Object.assign(agreement, dto, { updatedAt: tx.now });
      refuseInvalid(problemsOfTerms(agreement));
      await this.parts.requireTerms(tx, agreement.agencyId, dto);
      await tx.update(Agreement, agreement);
      return this.finish(tx, actor, agreement, 'change', before, { ...agreement });
    });
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
      const { facts, ...before } = await this.rowOf(tx, actor, agreement.id);
      const kept = new Set(parties.map(({ organisationId }) => organisationId));
      if (before.people.some(({ organisationId }) => !kept.has(organisationId)))
        throw new DomainError(
          'refused',
          'Somebody still acts for a party that this would remove. Change the people first.',
        );
      await this.parts.requireParts(tx, actor, { parties });
      await this.parts.replaceParties(tx, agreement.id, parties);
      await tx.update(Agreement, Object.assign(agreement, { updatedAt: tx.now }));
      return this.finish(tx, actor, agreement, 'change-parties', { parties: facts.parties }, { parties });
    });
  }

  replacePeople(actor: UserActor, id: string, version: number, dto: ReplacePeopleDto): Promise<AgreementView> {
    return this.work.transaction(actor, async (tx) => {
      const agreement = await this.lockOwn(tx, actor, id, version);
      refuseLocked(agreement, ['people']);
      const before = await this.rowOf(tx, actor, agreement.id);
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

  /** Takes one lifecycle step. The row is locked, so two people cannot both succeed. */
  perform(actor: UserActor, id: string, version: number, dto: AgreementStepDto): Promise<AgreementView> {
    if (!this.policy.allows(actor.role, agreementLifecycle.needs(dto.step)))
      throw new DomainError('forbidden', 'Your role does not allow this step.');
    refuseInvalid(unansweredOf(dto.step, dto));
    return this.work.transaction(actor, async (tx) => {
      const agreement = await this.lockForStep(tx, actor, id, version, dto);
      const before = { ...agreement };
      const today = this.clock.today();
      const { facts } = await this.rowOf(tx, actor, agreement.id);
      const taken = agreementLifecycle.take(dto.step, facts, { ...dto, userId: actor.userId, today });
      if (!taken.allowed) throw new DomainError('refused', taken.reason);
      Object.assign(agreement, { stage: taken.to, updatedAt: tx.now });
      switch (dto.step) {
        case 'submit':
          await this.parts.requireApprover(tx, agreement.agencyId, dto.assigneeUserId!);
          await this.parts.askApproval(tx, agreement.id, actor.userId, dto.assigneeUserId!, dto.dueOn ?? null);
          break;
        case 'approve':
        case 'return':
          await this.parts.decide(
            tx,
            agreement.id,
            dto.step === 'approve' ? 'approved' : 'returned',
            dto.reason ?? null,
          );
          break;
        case 'sign':
          await this.sign(tx, actor, agreement, dto);
          break;
        case 'recall':
          await this.parts.decide(tx, agreement.id, 'cancelled', dto.reason ?? null);
          break;
        case 'withdraw':
          Object.assign(agreement, { withdrawnOn: today, closingReason: dto.reason });
          await this.parts.decide(tx, agreement.id, 'cancelled', dto.reason ?? null);
          break;
        case 'terminate':
          Object.assign(agreement, { terminatedOn: dto.on, closingReason: dto.reason });
          break;
      }
      await tx.update(Agreement, agreement);
      return this.finish(tx, actor, agreement, dto.step, before, { ...agreement, step: dto });
    });
  }

  /** Keeps one party's signature; the last one puts the agreement in force, from its own date or else from that day. */
  private async sign(tx: Transaction, actor: UserActor, agreement: Agreement, dto: AgreementStepDto): Promise<void> {
    await this.parts.keepSignature(tx, agreement.id, dto.organisationId!, dto.on!, dto.signatoryName ?? null);
    const today = this.clock.today();
    const { facts } = await this.rowOf(tx, actor, agreement.id);
    const executed = agreementLifecycle.take('execute', facts, { userId: actor.userId, today });
    if (!executed.allowed) return;
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
  }

  private async newAgreement(
    tx: Transaction,
    actor: UserActor,
    terms: Omit<CreateAgreementDto, 'parties' | 'people' | 'coveredExpertIds'>,
  ): Promise<Agreement> {
    const [{ number }] = await tx.query<{ number: number }>(sql`select nextval('agreement_references') as number`);
    const year = this.clock.today().slice(0, 4);
    const defaults = {
      purpose: null,
      strands: [],
      topics: [],
      marking: 'OFFICIAL' as const,
      handling: null,
      sharing: terms.marking === 'OFFICIAL-SENSITIVE' ? ('named' as const) : ('agency' as const),
      ownerUserId: actor.userId,
      deputyUserId: null,
      stage: 'draft' as const,
      effectiveOn: null,
      endOn: null,
      reviewOn: null,
      noticeCount: null,
      noticeUnit: null,
      renewalType: 'by_decision' as const,
      survivalMonths: null,
      expiringDays: 90,
      noticeWindowDays: 30,
      executedOn: null,
      withdrawnOn: null,
      terminatedOn: null,
      closingReason: null,
      supersededById: null,
      supersededOn: null,
      valuePence: null,
      currency: null,
      fundingSource: null,
      intellectualPropertyTerms: null,
      publicationTerms: null,
      releasableSummary: null,
    };
    return Object.assign(new Agreement(), defaults, terms, {
      id: newId(),
      version: 1,
      reference: `AGR-${year}-${String(number).padStart(4, '0')}`,
      agencyId: actor.agencyId,
      createdByUserId: actor.userId,
      createdAt: tx.now,
      updatedAt: tx.now,
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
    if (step !== 'approve' && step !== 'return') return this.lockOwn(tx, actor, id, version);
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

  /** Refuses a change after which its maker could not read the record: somebody else has to make it. */
  private async rowOf(tx: Transaction, actor: UserActor, id: string): Promise<AgreementRow> {
    const [row] = await tx.query<AgreementRow>(this.queries.showSql(actor, sql`a.id = ${id}`));
    if (!row)
      throw new DomainError(
        'refused',
        'After this change you could no longer read the agreement. Ask its owner or deputy to make it.',
      );
    return row;
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
    return this.queries.viewOf(actor, await this.rowOf(tx, actor, agreement.id));
  }
}

function refuseInvalid(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}

function refuseLocked(agreement: Agreement, fields: readonly string[]): void {
  const locked = lockedFields(agreement.stage, fields);
  if (locked.length === 0) return;
  throw new DomainError(
    'refused',
    'This agreement has left draft, so its terms no longer change. Recall it to draft, or agree an amendment.',
    locked.map((field) => ({ pointer: `/${field}`, detail: 'This cannot change at the present stage.' })),
  );
}
