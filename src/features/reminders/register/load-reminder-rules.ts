import type { RunSql } from '../../../platform/database/run-sql.js';
import { stableId } from '../../../platform/database/stable-id.js';

const rules = [
  ['agreement-end', 'An agreement ends', 'agreements.end', [-180, -90, -30, -7]],
  ['agreement-notice', 'The last day of notice comes near', 'agreements.notice-deadline', [-180, -90, -30, -7]],
  ['agreement-begun', 'An agreement has come into force', 'agreements.begun', [0]],
  ['agreement-ended', 'An agreement has ended', 'agreements.ended', [0]],
  ['agreement-renewed-itself', 'An agreement has renewed itself', 'agreements.renewed-itself', [0]],
  ['approval-due', 'A decision on an agreement is due', 'agreements.approval-due', [-2, 0, 3]],
  ['obligation-due', 'An obligation falls due', 'obligations.due', [-30, -7]],
  ['obligation-overdue', 'An obligation is overdue', 'obligations.due', [1, 7]],
  ['follow-up-due', 'A follow-up is due', 'follow-ups.due', [0]],
  ['contact-due', 'Contact with somebody is due', 'relationships.contact-due', [0, 14]],
  ['privacy-notice-due', 'A privacy notice is to be sent', 'experts.privacy-notice-due', [-7, 0]],
  ['privacy-notice-overdue', 'A privacy notice is overdue', 'experts.privacy-notice-due', [1, 7]],
  ['follow-up-overdue', 'A follow-up is overdue', 'follow-ups.due', [1, 7]],
] as const;

/** The rules every installation begins with. One that has been changed since is left as it is. */
export async function loadReminderRules(run: RunSql, now: Date): Promise<void> {
  for (const [code, name, subject, offsets] of rules)
    await run(
      `insert into reminder_rules (id, code, name, subject, offsets, template, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $2, $6, $6) on conflict (code) do nothing`,
      [stableId('reminder-rule', code), code, name, subject, offsets, now],
    );
}
