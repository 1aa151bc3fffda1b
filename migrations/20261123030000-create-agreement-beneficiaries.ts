import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agencies that benefit from an agreement without being a party, and the day on which each adhered to it. */
export class CreateAgreementBeneficiaries20261123030000 implements MigrationInterface {
  name = 'CreateAgreementBeneficiaries20261123030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agreement_beneficiaries (
        agreement_id uuid not null references agreements,
        organisation_id uuid not null references organisations,
        -- Europe/London. Null: it may adhere and has not yet.
        adhered_on date,
        -- The paper by which it adhered, as its own register calls it.
        adhered_by text,
        primary key (agreement_id, organisation_id),
        check ((adhered_on is null) = (adhered_by is null))
      );
      create index agreement_beneficiaries_organisation on agreement_beneficiaries (organisation_id, agreement_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table agreement_beneficiaries;`);
  }
}
