import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField, notFound, type FieldProblem } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog, type Snapshot } from '../../../platform/audit/audit-log.js';
import { requireRecords } from '../../../platform/database/require-records.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { activeUsersOf } from '../../users/user.conditions.js';
import { Agreement } from '../agreement.entity.js';
import { presentEndSql } from '../agreement.status.sql.js';
import { changeableAgreements, visibleAgreements } from '../agreement.visibility.js';
import { Obligation } from './obligation.entity.js';
import {
  addingRefused,
  lockedObligationFields,
  problemsOfObligation,
  problemsOfProgress,
  progressRefused,
  stepRefused,
  type AgreementOfObligation,
} from './obligation.rules.js';
import { changeableObligations, visibleObligations } from './obligation.visibility.js';
import { obligationChanged } from './obligations.jobs.js';
import { foundIn, mostObligations, ObligationQueries } from './obligations.queries.js';
import type {
  ChangeObligationDto,
  CreateObligationDto,
  ObligationProgressDto,
  ObligationStepDto,
  ObligationView,
} from './obligations.dto.js';

/**
 * Writes of obligations: one transaction each. The agreement's row is locked meanwhile, because its stage decides what may
 * change; its version stays as it is.
 */
@Injectable()
export class ObligationsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: ObligationQueries,
  ) {}

  create(actor: UserActor, agreement: string, dto: CreateObligationDto): Promise<ObligationView> {
    return this.work.transaction(actor, async (tx) => {
      const { id: agreementId, agencyId, stage } = await this.lockAgreement(tx, actor, agreement);
      const empty = { ownerUserId: null, ownerName: null, everyCount: null, everyUnit: null, untilOn: null };
      const obligation = Object.assign(
        new Obligation(),
        empty,
        { survivesEnd: false, sharedWithAcademic: false },
        dto,
        {
          id: newId(),
          version: 1,
          agreementId,
          agencyId,
          lapsedOn: null,
          lapseReason: null,
          createdByUserId: actor.userId,
          createdAt: tx.now,
          updatedAt: tx.now,
        },
      );
      await this.requireTerms(tx, obligation, Object.keys(dto));
      refuse(addingRefused(stage));
      await this.refuseTooMany(tx, agreementId);
      await tx.insert(Obligation, obligation);
      return this.finish(tx, actor, obligation, 'create', null, { ...obligation });
    });
  }

  /** `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangeObligationDto): Promise<ObligationView> {
    return this.work.transaction(actor, (tx) => this.changeWithin(tx, actor, { id, version }, dto));
  }

  /** Changes it as part of another transaction. */
  async changeWithin(
    tx: Transaction,
    actor: UserActor,
    { id, version }: { readonly id: string; readonly version: number },
    dto: ChangeObligationDto,
  ): Promise<ObligationView> {
    const { obligation, agreement } = await this.lockOwn(tx, actor, id, version);
    const set = withOneOwner(dto);
    refuseLocked(agreement, Object.keys(set));
    const before = { ...obligation };
    Object.assign(obligation, set, { updatedAt: tx.now });
    await this.requireTerms(tx, obligation, Object.keys(set));
    await tx.update(Obligation, obligation);
    return this.finish(tx, actor, obligation, 'change', before, { ...obligation });
  }

  /** Of a draft: what was never agreed leaves nothing behind. */
  remove(actor: UserActor, id: string, version: number): Promise<void> {
    return this.work.transaction(actor, async (tx) => {
      const { obligation, agreement } = await this.lockOwn(tx, actor, id, version);
      refuse(addingRefused(agreement.stage));
      await tx.query(sql`delete from obligations where id = ${id}`);
      await this.audit.record(tx, 'obligation.remove', { kind: 'obligation', id }, { ...obligation }, null);
      await tx.publish(obligationChanged, { obligationId: id, agreementId: obligation.agreementId });
    });
  }

  /** Says how it stands with one time that it fell due. */
  record(actor: UserActor, id: string, version: number, dto: ObligationProgressDto): Promise<ObligationView> {
    const { dueOn, progress, evidence = null, evidenceUrl = null, reason = null } = dto;
    refuseInvalid(problemsOfProgress({ progress, evidence, reason }));
    return this.work.transaction(actor, async (tx) => {
      const { obligation, agreement } = await this.lockOwn(tx, actor, id, version);
      refuse(progressRefused({ stage: agreement.stage, lapsedOn: obligation.lapsedOn }));
      const view = foundIn(await tx.query(this.queries.showSql(actor, sql`o.id = ${id}`)));
      const before = view.occurrences.find((one) => one.dueOn === dueOn);
      if (!before)
        throw invalidField(
          '/dueOn',
          'It does not fall due on that day, or not yet. Choose one of its days until the next one.',
        );
      const lapseReason = progress === 'lapsed' ? reason : null;
      await tx.query(sql`insert into obligation_occurrences
          (id, obligation_id, due_on, progress, evidence, evidence_url, lapse_reason, recorded_by_user_id, recorded_at)
        values (${newId()}, ${id}, ${dueOn}, ${progress}, ${evidence}, ${evidenceUrl}, ${lapseReason}, ${actor.userId}, ${tx.now})
        on conflict (obligation_id, due_on) do update set progress = excluded.progress, evidence = excluded.evidence,
          evidence_url = excluded.evidence_url, lapse_reason = excluded.lapse_reason,
          recorded_by_user_id = excluded.recorded_by_user_id, recorded_at = excluded.recorded_at`);
      await tx.update(Obligation, Object.assign(obligation, { updatedAt: tx.now }));
      const was = { progress: before.progress, evidence: before.evidence, evidenceUrl: before.evidenceUrl };
      return this.finish(
        tx,
        actor,
        obligation,
        'record-progress',
        { dueOn: null, ...was, lapseReason: before.lapseReason },
        { dueOn, progress, evidence, evidenceUrl, lapseReason },
      );
    });
  }

  /** Lets it lapse as a whole, or takes it up again. */
  perform(actor: UserActor, id: string, version: number, { step, reason }: ObligationStepDto): Promise<ObligationView> {
    return this.work.transaction(actor, async (tx) => {
      const { obligation, agreement } = await this.lockOwn(tx, actor, id, version);
      refuse(stepRefused(step, { stage: agreement.stage, lapsedOn: obligation.lapsedOn }));
      const before = { ...obligation };
      const lapses = step === 'lapse';
      Object.assign(obligation, {
        lapsedOn: lapses ? this.clock.today() : null,
        lapseReason: lapses ? reason : null,
        updatedAt: tx.now,
      });
      await tx.update(Obligation, obligation);
      return this.finish(tx, actor, obligation, step, before, { ...obligation, step: { step, reason } });
    });
  }

  private async lockAgreement(tx: Transaction, actor: UserActor, agreement: string): Promise<Agreement> {
    const today = this.clock.today();
    const named = identifiedBy('record', agreement);
    const locked = await tx.lock(Agreement, sql`${named} and ${changeableAgreements(actor, 'record', today)}`);
    if (locked !== null) return locked;
    const readable = await tx.query(
      sql`select 1 from agreements record where ${named} and ${visibleAgreements(actor, 'record', today)}`,
    );
    if (readable.length === 0) throw notFound('agreement');
    throw notYours();
  }

  /** The agreement is locked before its obligation, in every write, so that no two wait for each other. */
  private async lockOwn(
    tx: Transaction,
    actor: UserActor,
    id: string,
    version: number,
  ): Promise<{ obligation: Obligation; agreement: Agreement }> {
    const today = this.clock.today();
    const [seen] = await tx.query<{ agreementId: string; own: boolean }>(
      sql`select o.agreement_id as "agreementId", ${changeableObligations(actor, 'o', today)} as own
        from obligations o where o.id = ${id} and ${visibleObligations(actor, 'o', today)}`,
    );
    if (!seen) throw notFound('obligation');
    if (!seen.own) throw notYours();
    const agreement = await tx.lock(Agreement, sql`record.id = ${seen.agreementId}`);
    const where = sql`record.id = ${id} and ${changeableObligations(actor, 'record', today)}`;
    const obligation = await tx.lock(Obligation, where, version);
    if (agreement === null || obligation === null) throw notFound('obligation');
    return { obligation, agreement };
  }

  private async requireTerms(tx: Transaction, obligation: Obligation, set: readonly string[]): Promise<void> {
    const [around] = await tx.query<AgreementOfObligation>(sql`
      select a.stage, ${presentEndSql('a', this.clock.today())} as "endOn",
        array(select p.name from agreement_people p where p.agreement_id = a.id
          and agency_of(p.organisation_id) is distinct from a.agency_id) as "namesOfOthers",
        case when a.sharing = 'named'
          then array_remove(array[a.owner_user_id, a.deputy_user_id, a.created_by_user_id], null) end as "namedUserIds"
      from agreements a where a.id = ${obligation.agreementId}`);
    refuseInvalid(problemsOfObligation(obligation, around, set, this.clock.today()));
    const { agreementId, agencyId } = obligation;
    await requireRecords(tx, [
      {
        pointer: '/organisationId',
        what: 'party of this agreement',
        table: 'agreement_parties',
        column: 'organisation_id::text',
        values: set.includes('organisationId') ? [obligation.organisationId] : [],
        where: sql`record.agreement_id = ${agreementId}`,
      },
      {
        pointer: '/ownerUserId',
        what: 'liaison or partner of your agency',
        table: 'users',
        values: set.includes('ownerUserId') ? [obligation.ownerUserId] : [],
        where: sql`${activeUsersOf('record', agencyId)} and record.role in ('liaison', 'partner')`,
      },
    ]);
  }

  private async refuseTooMany(tx: Transaction, agreementId: string): Promise<void> {
    const [{ total }] = await tx.query<{ total: number }>(
      sql`select count(*)::integer as total from obligations where agreement_id = ${agreementId}`,
    );
    refuse(total >= mostObligations ? `There are ${mostObligations} obligations already. No more are kept.` : null);
  }

  private async finish(
    tx: Transaction,
    actor: UserActor,
    { id, agreementId }: Obligation,
    verb: string,
    before: Snapshot | null,
    after: Snapshot,
  ): Promise<ObligationView> {
    await this.audit.record(tx, `obligation.${verb}`, { kind: 'obligation', id }, before, after);
    await tx.publish(obligationChanged, { obligationId: id, agreementId });
    return foundIn(await tx.query(this.queries.showSql(actor, sql`o.id = ${id}`)));
  }
}

/** Whoever is named takes the place of whoever was, so that nobody has to clear the other field as well. */
function withOneOwner(dto: ChangeObligationDto): ChangeObligationDto {
  if (dto.ownerName && dto.ownerUserId === undefined) return { ...dto, ownerUserId: null };
  if (dto.ownerUserId && dto.ownerName === undefined) return { ...dto, ownerName: null };
  return dto;
}

function notYours(): DomainError {
  return new DomainError('forbidden', 'You can read this agreement, but another agency keeps it and changes it.');
}

function refuse(reason: string | null): void {
  if (reason !== null) throw new DomainError('refused', reason);
}

function refuseInvalid(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}

function refuseLocked({ stage }: Agreement, fields: readonly string[]): void {
  const locked = lockedObligationFields(stage, fields);
  if (locked.length === 0) return;
  throw new DomainError(
    'refused',
    'The agreement has left draft, so what it obliges to no longer changes. Recall it to draft, or agree an amendment.',
    locked.map((field) => ({ pointer: `/${field}`, detail: 'This cannot change at the present stage.' })),
  );
}
