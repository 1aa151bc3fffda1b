import sql, { raw, type Sql } from 'sql-template-tag';
import { listOf } from '../../../platform/database/fragments.js';

/** The agencies that benefit from the agreement of a row, those that have adhered first. */
export function beneficiariesSql(aliasName: string): Sql {
  return listOf(sql`select json_agg(json_build_object('organisationId', o.id, 'name', o.name, 'adheredOn', b.adhered_on,
      'adheredBy', b.adhered_by) order by b.adhered_on, o.name, o.id)
    from agreement_beneficiaries b join organisations o on o.id = b.organisation_id
    where b.agreement_id = ${raw(aliasName)}.id`);
}
