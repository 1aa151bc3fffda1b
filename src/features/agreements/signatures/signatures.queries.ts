import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import type { CursorParts } from '../../../kernel/page.js';
import { instant, listOf } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../../platform/web/keyset.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { visibleAgreements } from '../agreement.visibility.js';
import type { ListedSignatureView, SignatureList, SignatureListQuery, SignaturePage } from './signatures.dto.js';

/** Who signed what: one statement each, within the agreements that the actor may read. */
@Injectable()
export class SignatureQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async ofAgreement(actor: UserActor, agreementId: string): Promise<SignatureList & { readonly id: string }> {
    const found = await this.work.readOne<SignatureList & { id: string }>(
      actor,
      sql`select a.id, (select max(v.number) from agreement_documents d join agreement_document_versions v on v.document_id = d.id
          where d.agreement_id = a.id and d.kind = 'text') as "textVersion",
        ${listOf(sql`select json_agg(row_to_json(signed) order by signed."signedOn", signed."recordedAt", signed.id) from (select ${columns(actor)}
          from agreement_signatures s join organisations o on o.id = s.organisation_id
          left join users u on u.id = s.recorded_by_user_id where s.agreement_id = a.id) signed`)} as items
      from agreements a
      where ${identifiedBy('a', agreementId)} and ${visibleAgreements(actor, 'a', this.clock.today())}`,
    );
    if (found === null) throw notFound('agreement');
    return found;
  }

  /** What was signed of the agreements that the reader's own agency keeps, the newest entry first. */
  async list(
    actor: UserActor,
    { organisationId, from, to, limit = 25, cursor }: SignatureListQuery,
  ): Promise<SignaturePage> {
    const conditions = [sql`a.agency_id = ${actor.agencyId}`, visibleAgreements(actor, 'a', this.clock.today())];
    if (organisationId) conditions.push(sql`s.organisation_id = ${organisationId}`);
    if (from) conditions.push(sql`s.signed_on >= ${from}::date`);
    if (to) conditions.push(sql`s.signed_on <= ${to}::date`);
    const after = cursorOf(cursor, 'instant', 'id');
    if (after !== null) conditions.push(sql`(s.recorded_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    const rows = await this.work.read<ListedSignatureView & { cursorKey: CursorParts }>(
      actor,
      sql`select ${columns(actor)}, json_build_object('id', a.id, 'reference', a.reference, 'title', a.title) as agreement,
          json_build_array(s.recorded_at::text, s.id) as "cursorKey"
        from agreement_signatures s join agreements a on a.id = s.agreement_id join organisations o on o.id = s.organisation_id
        left join users u on u.id = s.recorded_by_user_id
        where ${join(conditions, ' and ')}
        order by s.recorded_at desc, s.id desc limit ${limit + 1}`,
    );
    return keysetPage<ListedSignatureView>(rows, limit);
  }
}

/** Over the aliases s, a, o (the party) and u (who recorded it, told to the agency that keeps the agreement). */
function columns(actor: UserActor): Sql {
  return sql`s.id, a.marking, json_build_object('id', o.id, 'name', o.name) as party, s.signatory_name as "signatoryName",
    s.office, s.on_behalf_of as "onBehalfOf", s.signed_on as "signedOn", s.method,
    json_build_object('documentId', s.document_id, 'number', s.document_number, 'sha256', s.sha256) as text,
    case when a.agency_id = ${actor.agencyId} and u.id is not null then json_build_object('id', u.id, 'name', u.name) end as "recordedBy",
    ${instant(sql`s.recorded_at`)} as "recordedAt"`;
}
