import sql from 'sql-template-tag';
import type { DatedSubject } from '../../../kernel/contracts.js';
import { agreementStatuses as everyStatus, type AgreementStatus } from '../agreement.status.rules.js';
import { statusSql } from '../agreement.status.sql.js';
import { agreementSubject } from '../agreement.subjects.js';

/** The first day after its last, of an agreement that nobody ended before. */
export const agreementEndedSubject = turned('agreements.ended', { from: everyStatus, to: ['expired'] });

/** The day on which an agreement that had been signed came into force. */
export const agreementBegunSubject = turned('agreements.begun', {
  from: ['signed'],
  to: ['active', 'expiring', 'notice_window'],
});

/** The day on which an agreement renewed itself, because nobody had given notice. */
export const agreementRenewedSubject: DatedSubject = {
  ...agreementSubject,
  name: 'agreements.renewed-itself',
  select: (from, to) => sql`
    select a.id as "recordId", a.reference, t.renewed_itself_on as "anchorOn", a.owner_user_id as "ownerUserId",
      a.deputy_user_id as "deputyUserId", a.agency_id as "agencyId", a.sharing = 'named' as "forNamedOnly"
    from agreement_terms t join agreements a on a.id = t.agreement_id
    where t.renewed_itself_on between ${from}::date and ${to}::date and a.terminated_on is null and a.superseded_on is null`,
};

/** What was noted as days passed and is so still: what somebody changed since is told of no more. */
function turned(
  name: string,
  { from: former, to: latter }: Record<'from' | 'to', readonly AgreementStatus[]>,
): DatedSubject {
  return {
    ...agreementSubject,
    name,
    select: (from, to, today) => sql`
      select distinct a.id as "recordId", a.reference, change.changed_on as "anchorOn", a.owner_user_id as "ownerUserId",
        a.deputy_user_id as "deputyUserId", a.agency_id as "agencyId", a.sharing = 'named' as "forNamedOnly"
      from agreement_status_changes change join agreements a on a.id = change.agreement_id
      where change.previous = any(${former}) and change.status = any(${latter})
        and change.changed_on between ${from}::date and ${to}::date and ${statusSql('a', today)} = any(${latter})`,
  };
}
