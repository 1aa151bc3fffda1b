import type { RunSql } from '../../../platform/database/run-sql.js';
import { stableId } from '../../../platform/database/stable-id.js';

/** What nobody deals with is said again for three weeks more, and from the second week on to others as well. */
const weekly = { repeatEvery: 7, repeatTimes: 3, escalateAfter: 14 };
interface Again {
  readonly repeatEvery: number | null;
  readonly repeatTimes: number | null;
  readonly escalateAfter: number | null;
}
const once: Again = { repeatEvery: null, repeatTimes: null, escalateAfter: null };

type Rule = readonly [code: string, name: string, subject: string, offsets: readonly number[], again?: Again];

const rules: readonly Rule[] = [
  ['agreement-end', 'An agreement ends', 'agreements.end', [-180, -90, -30, -7]],
  ['agreement-notice', 'The last day of notice comes near', 'agreements.notice-deadline', [-180, -90, -30, -7]],
  ['agreement-begun', 'An agreement has come into force', 'agreements.begun', [0]],
  ['agreement-ended', 'An agreement has ended', 'agreements.ended', [0]],
  ['agreement-renewed-itself', 'An agreement has renewed itself', 'agreements.renewed-itself', [0]],
  ['agreement-review', 'The review of an agreement is due', 'agreements.review', [-30, 0, 14]],
  ['agreement-unsigned', 'An agreement still waits for signatures', 'agreements.unsigned', [14, 28, 42]],
  ['approval-due', 'A decision on an agreement is due', 'agreements.approval-due', [-2, 0, 3]],
  ['obligation-due', 'An obligation falls due', 'obligations.due', [-30, -7]],
  ['obligation-overdue', 'An obligation is overdue', 'obligations.due', [1, 7], weekly],
  ['follow-up-due', 'A follow-up is due', 'follow-ups.due', [0]],
  ['follow-up-overdue', 'A follow-up is overdue', 'follow-ups.due', [1, 7], weekly],
  ['vetting-expires', 'A vetting expires', 'vettings.expiry', [-90, -30, -7]],
  ['vetting-expired', 'A vetting has expired', 'vettings.expiry', [1]],
  ['profile-confirmation', 'A profile is to be confirmed', 'experts.profile-confirmation', [0, 30]],
  ['declaration-due', 'A yearly declaration is due', 'experts.declaration', [-30, -7]],
  [
    'declaration-overdue',
    'A yearly declaration is overdue',
    'experts.declaration',
    [1, 14],
    { ...once, escalateAfter: 14 },
  ],
  ['contact-due', 'Contact with somebody is due', 'relationships.contact-due', [0, 14]],
  ['privacy-notice-due', 'A privacy notice is to be sent', 'experts.privacy-notice-due', [-7, 0]],
  ['privacy-notice-overdue', 'A privacy notice is overdue', 'experts.privacy-notice-due', [1, 7]],
];

/** The rules every installation begins with. One that has been changed since is left as it is. */
export async function loadReminderRules(run: RunSql, now: Date): Promise<void> {
  for (const [code, name, subject, offsets, { repeatEvery, repeatTimes, escalateAfter } = once] of rules)
    await run(
      `insert into reminder_rules (id, code, name, subject, offsets, repeat_every, repeat_times, escalate_after, template,
         created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $2, $9, $9) on conflict (code) do nothing`,
      [stableId('reminder-rule', code), code, name, subject, offsets, repeatEvery, repeatTimes, escalateAfter, now],
    );
}
