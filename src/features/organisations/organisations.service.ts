import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Organisation } from './organisation.entity.js';
import { OrganisationReferences } from './organisation.references.js';
import { kindsWrittenBy, problemsOfOrganisation, type OrganisationKind } from './organisation.rules.js';
import type { ChangeOrganisationDto, CreateOrganisationDto, OrganisationView } from './organisations.dto.js';
import { organisationChanged } from './organisations.jobs.js';
import { OrganisationQueries } from './organisations.queries.js';

/** Writes of organisations: one transaction each, the row locked, the rule asked, the change audited and published. */
@Injectable()
export class OrganisationsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly queries: OrganisationQueries,
    private readonly references: OrganisationReferences,
  ) {}

  create(actor: UserActor, dto: CreateOrganisationDto): Promise<OrganisationView> {
    refuseKind(actor, dto.kind);
    return this.work.transaction(actor, async (tx) => {
      const organisation = newOrganisation(tx, dto);
      refuseBadTerms(organisation);
      await this.references.requireNamed(tx, organisation);
      await this.references.refuseDuplicate(tx, organisation);
      await tx.insert(Organisation, organisation);
      return this.finish(tx, organisation, 'create', null);
    });
  }

  /** `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangeOrganisationDto): Promise<OrganisationView> {
    if (dto.kind !== undefined) refuseKind(actor, dto.kind);
    return this.work.transaction(actor, async (tx) => {
      const organisation = await this.lockWritable(tx, actor, id, version);
      const before = { ...organisation };
      Object.assign(organisation, dto, { updatedAt: tx.now });
      refuseBadTerms(organisation);
      await this.references.requireNamed(tx, organisation, before);
      await this.references.refuseCircles(tx, organisation, before);
      await this.references.refuseDuplicate(tx, organisation);
      await tx.update(Organisation, organisation);
      return this.finish(tx, organisation, 'change', before);
    });
  }

  private async lockWritable(tx: Transaction, actor: UserActor, id: string, version: number): Promise<Organisation> {
    const where = sql`record.id = ${id} and record.kind = any(${kindsWrittenBy(actor.role)})`;
    const organisation = await tx.lock(Organisation, where, version);
    if (organisation !== null) return organisation;
    const [found] = await tx.query<{ kind: OrganisationKind }>(sql`select kind from organisations where id = ${id}`);
    if (!found) throw notFound('organisation');
    throw keptByAdministrators();
  }

  private async finish(
    tx: Transaction,
    organisation: Organisation,
    verb: string,
    before: Organisation | null,
  ): Promise<OrganisationView> {
    const record = { kind: 'organisation', id: organisation.id };
    await this.audit.record(tx, `organisation.${verb}`, record, before as never, organisation as never);
    await tx.publish(organisationChanged, { organisationId: organisation.id });
    const [row] = await tx.query<OrganisationView>(this.queries.showSql(organisation.id));
    return this.queries.viewOf(row);
  }
}

function newOrganisation(tx: Transaction, dto: CreateOrganisationDto): Organisation {
  const defaults = {
    shortName: null,
    aliases: [],
    parentId: null,
    jurisdiction: null,
    country: 'GB',
    audience: null,
    rorId: null,
    rorStatus: null,
    website: null,
    emailDomains: [],
    validFrom: null,
    validTo: null,
    predecessorId: null,
    successorId: null,
    signsThroughId: null,
    jointControllerFrom: null,
    leadUserId: null,
    deputyUserId: null,
    invented: false,
  };
  return Object.assign(new Organisation(), defaults, dto, {
    id: newId(),
    version: 1,
    createdAt: tx.now,
    updatedAt: tx.now,
  });
}

function refuseKind(actor: UserActor, kind: OrganisationKind): void {
  if (!kindsWrittenBy(actor.role).includes(kind)) throw keptByAdministrators();
}

/** Everybody who may write can read the register, so the refusal need not hide anything. */
function keptByAdministrators(): DomainError {
  return new DomainError(
    'forbidden',
    'Agencies and their units are kept by administrators. Ask one to make this change.',
  );
}

function refuseBadTerms(organisation: Organisation): void {
  const problems = problemsOfOrganisation(organisation);
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}
