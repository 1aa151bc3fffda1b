import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Documents of agreements and their versions. A version is only ever added: `grantToApplication` takes away the rest. */
export class CreateAgreementDocuments20261123010000 implements MigrationInterface {
  name = 'CreateAgreementDocuments20261123010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agreement_documents (
        id uuid primary key,
        version integer not null default 1,
        agreement_id uuid not null references agreements,
        kind text not null check (kind in ('text', 'adherence', 'evidence', 'other')),
        title text collate "en-x-icu" not null,
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null
      );
      create index agreement_documents_agreement on agreement_documents (agreement_id, created_at, id);
      -- An agreement has one wording.
      create unique index agreement_documents_one_text on agreement_documents (agreement_id) where kind = 'text';

      create table agreement_document_versions (
        document_id uuid not null references agreement_documents,
        number integer not null check (number >= 1),
        -- What is new in it.
        note text,
        file_name text not null,
        media_type text not null,
        -- In bytes.
        size integer not null check (size between 1 and 10485760),
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        -- Of the clauses that the product made it from; null for what somebody uploaded.
        clauses_sha256 text check (clauses_sha256 ~ '^[0-9a-f]{64}$'),
        uploaded_by_user_id uuid references users,
        uploaded_at timestamptz not null,
        primary key (document_id, number)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table agreement_document_versions, agreement_documents`);
  }
}
