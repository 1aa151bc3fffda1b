import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField } from '../../../kernel/domain-error.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { agencyKinds } from '../../organisations/organisation.rules.js';
import type { AgreementView } from '../agreement.views.dto.js';
import { refuseLocked } from '../agreement.refusals.js';
import { presentEndOf } from '../agreement.status.rules.js';
import { AgreementsService } from '../agreements.service.js';
import type { AdherenceDto, BeneficiaryView, NameBeneficiariesDto } from './beneficiaries.dto.js';
import { beneficiariesSql } from './beneficiaries.sql.js';
import { boundBodies } from './beneficiary.parties.js';
import { problemsOfNaming, refusalOfAdherence, type NamedBody } from './beneficiary.rules.js';

/**
 * Agencies that benefit from an agreement without being a party. Which may adhere is a term, named in the draft; that one has
 * adhered is recorded once it is executed, and is no change of terms.
 */
@Injectable()
export class BeneficiariesService {
  constructor(
    private readonly agreements: AgreementsService,
    private readonly clock: Clock,
  ) {}

  /** Replaces the agencies that may adhere. `version` is the caller's If-Match. */
  name(actor: UserActor, id: string, version: number, dto: NameBeneficiariesDto): Promise<AgreementView> {
    const wanted = dto.organisationIds.map((one) => one.toLowerCase());
    return this.agreements.underVersion(actor, id, version, 'name-beneficiaries', async (tx, agreement) => {
      refuseLocked(agreement, ['beneficiaries']);
      const [bodies, parties] = [
        await namedBodies(tx, wanted),
        await boundBodies(
          tx,
          sql`(
        select p.organisation_id from agreement_parties p where p.agreement_id = ${agreement.id})`,
        ),
      ];
      const problems = problemsOfNaming(wanted, bodies, parties, this.clock.today());
      if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
      const before = await this.of(tx, agreement.id);
      await tx.query(sql`delete from agreement_beneficiaries
        where agreement_id = ${agreement.id} and organisation_id <> all(${wanted}::uuid[])`);
      await tx.query(sql`insert into agreement_beneficiaries (agreement_id, organisation_id)
        select ${agreement.id}, wanted.id from unnest(${wanted}::uuid[]) as wanted (id) on conflict do nothing`);
      return {
        before: { beneficiaryIds: before.map(({ organisationId }) => organisationId) },
        after: { beneficiaryIds: wanted },
      };
    });
  }

  /** Records that one of them adhered, puts it right, or takes back what was recorded by mistake. */
  recordAdherence(actor: UserActor, id: string, version: number, dto: AdherenceDto): Promise<AgreementView> {
    const { adheredOn, adheredBy } = dto;
    const organisationId = dto.organisationId.toLowerCase();
    if ((adheredOn === null) !== (adheredBy === null))
      throw invalidField(
        adheredOn === null ? '/adheredOn' : '/adheredBy',
        'Give the day and the paper together, or neither.',
      );
    return this.agreements.underVersion(actor, id, version, 'record-adherence', async (tx, agreement) => {
      const named = (await this.of(tx, agreement.id)).find((one) => one.organisationId === organisationId);
      if (!named)
        throw new DomainError(
          'refused',
          'The agreement does not name this agency among those that may adhere. Name it in an amendment first.',
          [{ pointer: '/organisationId', detail: 'Choose an agency that the agreement names.' }],
        );
      const today = this.clock.today();
      const dates = { ...agreement, endOn: presentEndOf(agreement, today) };
      const refusal = adheredOn === null ? null : refusalOfAdherence(dates, adheredOn, today);
      if (refusal !== null) throw new DomainError('refused', refusal, [{ pointer: '/adheredOn', detail: refusal }]);
      if (adheredOn === null && named.adheredOn === null)
        throw new DomainError('refused', `${named.name} has not adhered, so there is nothing to take back.`);
      await tx.query(sql`update agreement_beneficiaries set adhered_on = ${adheredOn}, adhered_by = ${adheredBy}
        where agreement_id = ${agreement.id} and organisation_id = ${organisationId}`);
      const { name: _name, ...before } = named;
      return {
        before: { [`beneficiary ${organisationId}`]: before },
        after: { [`beneficiary ${organisationId}`]: { organisationId, adheredOn, adheredBy } },
      };
    });
  }

  private async of(tx: Transaction, agreementId: string): Promise<BeneficiaryView[]> {
    const [{ list }] = await tx.query<{ list: BeneficiaryView[] }>(
      sql`select ${beneficiariesSql('a')} as list from agreements a where a.id = ${agreementId}`,
    );
    return list;
  }
}

async function namedBodies(tx: Transaction, ids: readonly string[]): Promise<NamedBody[]> {
  return tx.query<NamedBody>(sql`select o.id as "organisationId", o.name, o.kind = any(${agencyKinds}) as "isAgency",
      o.valid_to as "endedOn" from organisations o where o.id = any(${ids}::uuid[])`);
}
