import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { everything } from '../../../platform/auth/visibility.js';
import { requireRecords } from '../../../platform/database/require-records.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { ExpertView } from '../expert.views.dto.js';
import { affiliationClosed } from '../experts.jobs.js';
import { ExpertsService } from '../experts.service.js';
import {
  closesPrimary,
  openPrimaryOf,
  problemsOfAffiliation,
  refusalBeside,
  type AffiliationFacts,
} from './affiliation.rules.js';
import type { AddAffiliationDto, ChangeAffiliationDto } from './affiliations.dto.js';

interface Affiliation extends AffiliationFacts {
  readonly organisationId: string;
  readonly department: string | null;
  readonly role: string | null;
}

/** Where people work: changed under the person's version, so that one of two who move somebody at once is told. */
@Injectable()
export class AffiliationsService {
  constructor(private readonly experts: ExpertsService) {}

  add(actor: UserActor, expertId: string, version: number, dto: AddAffiliationDto): Promise<ExpertView> {
    return this.experts.underVersion(actor, expertId, version, 'add-affiliation', async (tx, expert) => {
      return { before: null, after: await this.insert(tx, expert.id, dto) };
    });
  }

  /** A post of somebody who is locked or new; answers with what the audit keeps of it. */
  async insert(tx: Transaction, expertId: string, dto: AddAffiliationDto): Promise<object> {
    await requireRecords(tx, [
      {
        pointer: '/organisationId',
        what: 'organisation',
        table: 'organisations',
        values: [dto.organisationId],
        where: everything,
      },
    ]);
    const all = await affiliationsOf(tx, expertId);
    const affiliation: Affiliation = {
      id: newId(),
      organisationId: dto.organisationId,
      organisationName: '',
      department: dto.department ?? null,
      role: dto.role ?? null,
      startedOn: dto.startedOn ?? null,
      endedOn: null,
      isPrimary: dto.isPrimary ?? openPrimaryOf(all) === undefined,
    };
    refuseBad(affiliation, all);
    await tx.query(sql`insert into affiliations
        (id, expert_id, organisation_id, department, role, started_on, is_primary, created_at, updated_at)
      values (${affiliation.id}, ${expertId}, ${affiliation.organisationId}, ${affiliation.department}, ${affiliation.role},
        ${affiliation.startedOn}, ${affiliation.isPrimary}, ${tx.now}, ${tx.now})`);
    return audited(affiliation);
  }

  /** Closes or corrects one; whoever rests on the employer hears of a primary one that is closed. */
  change(
    actor: UserActor,
    expertId: string,
    affiliationId: string,
    version: number,
    dto: ChangeAffiliationDto,
  ): Promise<ExpertView> {
    return this.experts.underVersion(actor, expertId, version, 'change-affiliation', async (tx, expert) => {
      const all = await affiliationsOf(tx, expert.id);
      const before = all.find(({ id }) => id === affiliationId);
      if (before === undefined) throw notFound('affiliation');
      const after: Affiliation = { ...before, ...dto };
      refuseBad(after, all);
      await tx.query(sql`update affiliations set department = ${after.department}, role = ${after.role},
          started_on = ${after.startedOn}, ended_on = ${after.endedOn}, is_primary = ${after.isPrimary}, updated_at = ${tx.now}
        where id = ${affiliationId}`);
      if (closesPrimary(before, after)) await tx.publish(affiliationClosed, { expertId: expert.id, affiliationId });
      return { before: audited(before), after: audited(after) };
    });
  }
}

/** Read behind the lock of the person, so they cannot change meanwhile. */
function affiliationsOf(tx: Transaction, expertId: string): Promise<Affiliation[]> {
  return tx.query<Affiliation>(sql`
    select f.id, f.organisation_id as "organisationId", o.name as "organisationName", f.department, f.role,
      f.started_on as "startedOn", f.ended_on as "endedOn", f.is_primary as "isPrimary"
    from affiliations f join organisations o on o.id = f.organisation_id where f.expert_id = ${expertId}`);
}

function refuseBad(affiliation: Affiliation, all: readonly Affiliation[]): void {
  const problems = problemsOfAffiliation(affiliation);
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  const refusal = refusalBeside(affiliation, all);
  if (refusal !== null) throw new DomainError('refused', refusal);
}

/** Which of the person's affiliations changed stands beside what changed of it: an audit entry keeps differences only. */
function audited({ id, organisationName: _name, ...facts }: Affiliation): object {
  return { [`affiliation ${id}`]: facts };
}
