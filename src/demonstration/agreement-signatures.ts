import type { CalendarDate } from '../kernel/calendar-date.js';
import { londonInstant } from '../kernel/calendar-date.js';
import { type RunSql, rowsOf } from '../platform/database/run-sql.js';
import type { InventedAgreement } from './invented-agreement.js';
import { demonstrationId, insertRows } from './insert.js';
import { createRandom } from './random.js';
import { staffId } from './staff.js';

interface SignedParty {
  readonly agreementId: string;
  readonly organisationId: string;
  readonly signatoryName: string;
  readonly office: string | null;
  readonly signedOn: CalendarDate;
  readonly documentId: string;
  readonly documentNumber: number;
  readonly sha256: string;
}

/** Each party that has signed has signed the wording in the store: its version, and the hash of that file. */
export async function insertAgreementSignatures(run: RunSql, agreements: readonly InventedAgreement[]): Promise<void> {
  const random = createRandom('agreement signatures');
  const byId = new Map(agreements.map((one) => [one.id, one]));
  const signed = rowsOf<SignedParty>(
    await run(`select p.agreement_id as "agreementId", p.organisation_id as "organisationId",
        p.signatory_name as "signatoryName", s.office, p.signed_on::text as "signedOn",
        d.id as "documentId", v.number as "documentNumber", v.sha256
      from agreement_parties p
      join agreement_documents d on d.agreement_id = p.agreement_id and d.kind = 'text'
      join agreement_document_versions v on v.document_id = d.id
      left join agreement_people s on s.agreement_id = p.agreement_id and s.organisation_id = p.organisation_id
        and s.capacity = 'signatory' and s.name = p.signatory_name
      where p.signed_on is not null order by p.signed_on, p.id`),
  );
  await insertRows(
    run,
    'agreement_signatures',
    signed.map((one) => ({
      id: demonstrationId('signature', `${one.agreementId}/${one.organisationId}`),
      agreement_id: one.agreementId,
      organisation_id: one.organisationId,
      signatory_name: one.signatoryName,
      office: one.office,
      on_behalf_of: null,
      signed_on: one.signedOn,
      method: random.pick(['on_paper', 'electronic', 'electronic', 'exchange_of_letters', null]),
      document_id: one.documentId,
      document_number: one.documentNumber,
      sha256: one.sha256,
      recorded_by_user_id: staffId(byId.get(one.agreementId)!.owner),
      recorded_at: londonInstant(one.signedOn, '15:00').toISOString(),
    })),
  );
}
