import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who signed for a party, and which version of the wording. Only ever added: `grantToApplication` takes away the rest. */
export class CreateAgreementSignatures20261123010200 implements MigrationInterface {
  name = 'CreateAgreementSignatures20261123010200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agreement_signatures (
        id uuid primary key,
        agreement_id uuid not null references agreements,
        organisation_id uuid not null references organisations,
        signatory_name text not null,
        office text,
        -- Whom they signed for besides the party itself, such as a unit that cannot sign.
        on_behalf_of text,
        signed_on date not null,
        -- Null when nobody said.
        method text check (method in ('on_paper', 'electronic', 'exchange_of_letters')),
        document_id uuid not null,
        document_number integer not null,
        -- As it was when they signed: of the version that is named.
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        recorded_by_user_id uuid references users,
        recorded_at timestamptz not null,
        foreign key (agreement_id, organisation_id) references agreement_parties (agreement_id, organisation_id),
        foreign key (document_id, document_number) references agreement_document_versions (document_id, number),
        unique (agreement_id, organisation_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table agreement_signatures`);
  }
}
