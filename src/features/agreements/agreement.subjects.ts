import sql, { raw } from 'sql-template-tag';
import { latest } from '../../kernel/calendar-date.js';
import type { DatedSubject } from '../../kernel/contracts.js';
import { endsBetween, noticeBetween, noticeDeadlineSql, presentEndSql, statusSql } from './agreement.status.sql.js';
import { visibleAgreements } from './agreement.visibility.js';

/** What every date of an agreement has. */
export const agreementSubject = {
  recordKind: 'agreement',
  table: 'agreements',
  path: '/agreements/:reference',
  visibleTo: visibleAgreements,
  title: (aliasName: string) => sql`${raw(aliasName)}.title`,
  marking: (aliasName: string) => sql`${raw(aliasName)}.marking`,
} as const;

/** The last day in force of an agreement that is executed and not ended early. */
export const agreementEndSubject: DatedSubject = {
  ...agreementSubject,
  name: 'agreements.end',
  select: (from, to, today) => sql`
    select a.id as "recordId", a.reference, ${presentEndSql('a', today)} as "anchorOn", a.owner_user_id as "ownerUserId",
      a.deputy_user_id as "deputyUserId", a.agency_id as "agencyId", a.sharing = 'named' as "forNamedOnly"
    from agreements a
    where a.terminated_on is null and a.superseded_on is null and ${endsBetween('a', latest(from, today), to, today)}`,
};

/** The last day on which notice counts. */
export const noticeDeadlineSubject: DatedSubject = {
  ...agreementSubject,
  name: 'agreements.notice-deadline',
  select: (from, to, today) => sql`
    select a.id as "recordId", a.reference, ${noticeDeadlineSql('a', today)} as "anchorOn", a.owner_user_id as "ownerUserId",
      a.deputy_user_id as "deputyUserId", a.agency_id as "agencyId", a.sharing = 'named' as "forNamedOnly"
    from agreements a
    where a.terminated_on is null and a.superseded_on is null and a.notice_count is not null
      and ${noticeBetween('a', latest(from, today), to, today)}`,
};

/**
 * The day by which somebody is to decide on an agreement that is put to them. Who gives several approvals by the same day is one
 * recipient.
 */
export const approvalDueSubject: DatedSubject = {
  ...agreementSubject,
  name: 'agreements.approval-due',
  asksApprovers: true,
  select: (from, to) => sql`
    select distinct a.id as "recordId", a.reference, w.due_on as "anchorOn", w.assignee_user_id as "ownerUserId",
      a.owner_user_id as "deputyUserId", a.agency_id as "agencyId", a.sharing = 'named' as "forNamedOnly"
    from agreement_approvals w join agreements a on a.id = w.agreement_id
    where w.decision is null and w.asked_at is not null and w.due_on between ${from}::date and ${to}::date`,
};

/** The day on which an agreement in force is to be reviewed, by what is entered; past days too, until another is entered. */
export const agreementReviewSubject: DatedSubject = {
  ...agreementSubject,
  name: 'agreements.review',
  select: (from, to, today) => sql`
    select a.id as "recordId", a.reference, a.review_on as "anchorOn", a.owner_user_id as "ownerUserId",
      a.deputy_user_id as "deputyUserId", a.agency_id as "agencyId", a.sharing = 'named' as "forNamedOnly"
    from agreements a
    where a.stage = 'executed' and a.review_on between ${from}::date and ${to}::date
      and ${statusSql('a', today)} not in ('terminated', 'superseded', 'expired')`,
};

/** The day on which the last approval was given of an agreement that still waits for signatures: Europe/London. */
export const agreementUnsignedSubject: DatedSubject = {
  ...agreementSubject,
  name: 'agreements.unsigned',
  select: (from, to) => sql`
    select a.id as "recordId", a.reference, approved.day as "anchorOn", a.owner_user_id as "ownerUserId",
      a.deputy_user_id as "deputyUserId", a.agency_id as "agencyId", a.sharing = 'named' as "forNamedOnly"
    from agreements a
    cross join lateral (select (max(w.decided_at) at time zone 'Europe/London')::date as day from agreement_approvals w
      where w.agreement_id = a.id and w.amendment_id is null and w.decision = 'approved') approved
    where a.stage = 'awaiting_signature' and approved.day between ${from}::date and ${to}::date`,
};
