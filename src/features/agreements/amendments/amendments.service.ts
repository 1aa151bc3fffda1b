import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog, type Snapshot } from '../../../platform/audit/audit-log.js';
import { AccessPolicy } from '../../../platform/auth/permissions.js';
import { requireRecords } from '../../../platform/database/require-records.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { visibleExperts } from '../../experts/expert.visibility.js';
import { Agreement } from '../agreement.entity.js';
import { unansweredOf } from '../agreement.lifecycle.js';
import { refuseInvalid } from '../agreement.refusals.js';
import { agreedAnew, statusOf } from '../agreement.status.rules.js';
import { changeableAgreements, visibleAgreements } from '../agreement.visibility.js';
import { agreementChanged } from '../agreements.jobs.js';
import { AgreementAmendment } from './amendment.entity.js';
import { amendmentLifecycle } from './amendment.lifecycle.js';
import {
  differencesOf,
  problemsOfChanges,
  problemsOfEffectiveDay,
  whyNotAmended,
  type AmendedAgreement,
  type AmendmentChanges,
} from './amendment.rules.js';
import { AmendmentStepEffects } from './amendment.step-effects.js';
import { changeableAmendments, visibleAmendments } from './amendment.visibility.js';
import type { AmendmentView } from './amendment.views.dto.js';
import type {
  AmendmentChangesDto,
  AmendmentStepDto,
  ChangeAmendmentDto,
  CreateAmendmentDto,
} from './amendments.dto.js';
import { AmendmentQueries } from './amendments.queries.js';

/** As many as an agreement has at most, withdrawn ones too. */
const mostAmendments = 200;

/**
 * Writes of amendments: one transaction each. The agreement's row is locked before its amendment's, in every write, so that no
 * two wait for each other: it gives the numbers, and with the last signature it changes.
 */
@Injectable()
export class AmendmentsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: AmendmentQueries,
    private readonly effects: AmendmentStepEffects,
    private readonly policy: AccessPolicy,
  ) {}

  create(actor: UserActor, id: string, dto: CreateAmendmentDto): Promise<AmendmentView> {
    return this.work.transaction(actor, async (tx) => {
      const agreement = await this.lockAgreement(tx, actor, id);
      const { effectiveOn = null } = dto;
      const changes = await this.requireChanges(tx, actor, agreement, { changes: dto.changes, effectiveOn });
      const refused = whyNotAmended(statusOf(agreement, this.clock.today()));
      if (refused !== null) throw new DomainError('refused', refused);
      const amendment = Object.assign(new AgreementAmendment(), {
        id: newId(),
        version: 1,
        agreementId: agreement.id,
        number: await nextNumber(tx, agreement.id),
        title: dto.title,
        reason: dto.reason,
        changes,
        before: null,
        effectiveOn,
        stage: 'draft' as const,
        executedOn: null,
        withdrawnOn: null,
        closingReason: null,
        createdByUserId: actor.userId,
        createdAt: tx.now,
        updatedAt: tx.now,
      });
      await tx.insert(AgreementAmendment, amendment);
      return this.finish(tx, actor, amendment, 'create', null, { ...amendment });
    });
  }

  /** Of a draft. `version` is the caller's If-Match. */
  change(
    actor: UserActor,
    id: string,
    number: number,
    version: number,
    dto: ChangeAmendmentDto,
  ): Promise<AmendmentView> {
    return this.work.transaction(actor, async (tx) => {
      const { agreement, amendment } = await this.lockBoth(tx, actor, id, number, version);
      if (amendment.stage !== 'draft')
        throw new DomainError(
          'refused',
          'This amendment has left draft, so it no longer changes. Recall it to draft, or draft another.',
        );
      const before = { ...amendment };
      Object.assign(amendment, dto, { updatedAt: tx.now });
      if (dto.changes !== undefined || dto.effectiveOn !== undefined)
        amendment.changes = await this.requireChanges(tx, actor, agreement, amendment);
      await tx.update(AgreementAmendment, amendment);
      return this.finish(tx, actor, amendment, 'change', before, { ...amendment });
    });
  }

  /** Takes one lifecycle step. The rows are locked, so two people cannot both succeed. */
  perform(
    actor: UserActor,
    id: string,
    number: number,
    version: number,
    dto: AmendmentStepDto,
  ): Promise<AmendmentView> {
    const needs = amendmentLifecycle.needs(dto.step);
    if (!this.policy.allows(actor.role, needs))
      throw new DomainError('forbidden', 'Your role does not allow this step.');
    refuseInvalid(unansweredOf(dto.step, dto));
    return this.work.transaction(actor, async (tx) => {
      const decides = needs === 'agreements.decide';
      const { agreement, amendment } = await this.lockBoth(tx, actor, id, number, version, decides);
      const before = { ...amendment };
      const today = this.clock.today();
      const { facts } = await this.queries.rowWithin(tx, actor, amendment.id);
      const taken = amendmentLifecycle.take(dto.step, facts, { ...dto, userId: actor.userId, today });
      if (!taken.allowed) throw new DomainError('refused', taken.reason);
      Object.assign(amendment, { stage: taken.to, updatedAt: tx.now });
      const signed = await this.effects.of(tx, actor, { agreement, amendment, facts }, dto);
      await tx.update(AgreementAmendment, amendment);
      return this.finish(tx, actor, amendment, dto.step, before, { ...amendment, step: dto, signedSha256: signed });
    });
  }

  /** What really differs, once it is settled that it can be agreed. */
  private async requireChanges(
    tx: Transaction,
    actor: UserActor,
    agreement: Agreement,
    asked: { readonly changes: AmendmentChangesDto | AmendmentChanges; readonly effectiveOn: CalendarDate | null },
  ): Promise<AmendmentChanges> {
    // Key terms may hold anything until the rules have looked at them.
    const changes = asked.changes as AmendmentChanges;
    const { addCoveredExpertIds = [], removeCoveredExpertIds = [] } = changes;
    const where = visibleExperts(actor, 'record', this.clock.today());
    await requireRecords(
      tx,
      Object.entries({ addCoveredExpertIds, removeCoveredExpertIds }).map(([field, values]) => ({
        pointer: `/changes/${field}`,
        what: 'expert',
        table: 'experts',
        values,
        where,
      })),
    );
    const coveredExpertIds = await coveredBy(tx, agreement.id);
    const standing: AmendedAgreement = agreedAnew({ ...agreement, coveredExpertIds }, this.clock.today());
    refuseInvalid([
      ...problemsOfChanges(standing, changes),
      ...problemsOfEffectiveDay(asked.effectiveOn, agreement, this.clock.today()),
    ]);
    return differencesOf(changes, standing);
  }

  private async lockAgreement(tx: Transaction, actor: UserActor, id: string): Promise<Agreement> {
    const today = this.clock.today();
    const named = identifiedBy('record', id);
    const locked = await tx.lock(Agreement, sql`${named} and ${changeableAgreements(actor, 'record', today)}`);
    if (locked !== null) return locked;
    const readable = await tx.query(
      sql`select 1 from agreements record where ${named} and ${visibleAgreements(actor, 'record', today)}`,
    );
    if (readable.length === 0) throw notFound('agreement');
    throw notYours();
  }

  /** An approver changes nothing but decides what was put to them; every other step is for people who keep agreements. */
  private async lockBoth(
    tx: Transaction,
    actor: UserActor,
    id: string,
    number: number,
    version: number,
    decides = false,
  ): Promise<{ agreement: Agreement; amendment: AgreementAmendment }> {
    const today = this.clock.today();
    const ofAgency = sql`coalesce(a.agency_id = ${actor.agencyId}, false)`;
    const [seen] = await tx.query<{ id: string; agreementId: string; own: boolean }>(
      sql`select m.id, a.id as "agreementId", ${decides ? ofAgency : changeableAmendments(actor, 'm', today)} as own
        from agreement_amendments m join agreements a on a.id = m.agreement_id
        where ${identifiedBy('a', id)} and m.number = ${number} and ${visibleAmendments(actor, 'm', today)}`,
    );
    if (!seen) throw notFound('amendment');
    if (!seen.own) throw notYours();
    const agreement = await tx.lock(Agreement, sql`record.id = ${seen.agreementId}`);
    const amendment = await tx.lock(AgreementAmendment, sql`record.id = ${seen.id}`, version);
    if (agreement === null || amendment === null) throw notFound('amendment');
    return { agreement, amendment };
  }

  private async finish(
    tx: Transaction,
    actor: UserActor,
    { id, agreementId }: AgreementAmendment,
    verb: string,
    before: Snapshot | null,
    after: Snapshot,
  ): Promise<AmendmentView> {
    await this.audit.record(tx, `amendment.${verb}`, { kind: 'amendment', id }, before, after);
    await tx.publish(agreementChanged, { agreementId });
    return this.queries.viewOf(actor, await this.queries.rowWithin(tx, actor, id));
  }
}

/** Under the agreement's lock. Amendments are never deleted, so no number is given twice. */
async function nextNumber(tx: Transaction, agreementId: string): Promise<number> {
  const [{ number }] = await tx.query<{ number: number }>(
    sql`select coalesce(max(number), 0) + 1 as number from agreement_amendments where agreement_id = ${agreementId}`,
  );
  if (number > mostAmendments)
    throw new DomainError(
      'refused',
      `There are ${mostAmendments} amendments already. Renegotiate the agreement instead.`,
    );
  return number;
}

async function coveredBy(tx: Transaction, agreementId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    sql`select expert_id as id from agreement_covered_persons where agreement_id = ${agreementId}`,
  );
  return rows.map(({ id }) => id);
}

function notYours(): DomainError {
  return new DomainError('forbidden', 'You can read this agreement, but another agency keeps it and changes it.');
}
