import { roles, type Role } from './kernel/actor.js';
import { AccessPolicy, type Permission } from './platform/auth/permissions.js';

const staff: readonly Permission[] = [
  'vocabularies.read',
  'organisations.read',
  'organisations.write',
  'organisation-records.read',
  'users.read',
  'absence.write',
  'experts.read',
  'experts.list',
  'experts.write',
  'vetting.read',
  'vetting.write',
  'profile-changes.decide',
  'contacts.read',
  'contacts.write',
  'agreements.read',
  'agreements.write',
  'agreements.decide',
  'cover.check',
  'interactions.read',
  'interactions.write',
  'follow-ups.read',
  'follow-ups.write',
  'hand-overs.write',
  'playbooks.read',
  'playbooks.write',
  'reminders.read',
  'reminders.resend',
  'reminder-rules.read',
  'bank-holidays.read',
  'reports.read',
  'search.read',
  'saved-views.own',
  'notifications.own',
  'mail-preferences.own',
  'tags.read',
  'tags.write',
];

/** The one table of who may do what. Which records each may do it to is decided in the queries themselves. */
export const access: Readonly<Record<Role, readonly Permission[]>> = {
  liaison: staff,
  partner: staff,
  // Accounts, registers, rules and figures; never a record's content.
  admin: [
    'vocabularies.read',
    'vocabularies.write',
    'organisations.read',
    'organisations.write',
    'organisation-records.read',
    'users.read',
    'users.write',
    'reports.read',
    'playbooks.read',
    'playbooks.write',
    'reminder-rules.read',
    'reminder-rules.write',
    'bank-holidays.read',
    'bank-holidays.write',
    // They look after the mail, and read no record by it.
    'reminders.resend',
    'audit.read',
    'administration.read',
    'jobs.read',
    'jobs.write',
  ],
  approver: [
    'vocabularies.read',
    'organisations.read',
    'organisation-records.read',
    'agreements.read',
    'agreements.decide',
    // They are reminded of decisions that are asked of them.
    'notifications.own',
    'mail-preferences.own',
  ],
  auditor: ['vocabularies.read', 'organisations.read', 'organisation-records.read', 'users.read', 'audit.read'],
  academic: [
    'vocabularies.read',
    'organisations.read',
    'experts.read',
    'vetting.read',
    'agreements.read',
    'profile.own',
    // They are reminded of their own profile and declarations.
    'notifications.own',
    'mail-preferences.own',
    // Of a colleague who named them.
    'profile.delegated',
  ],
  host: ['vocabularies.read'],
  // What of whom, and until when, is in their delegations.
  delegate: ['vocabularies.read', 'profile.delegated'],
};

export function accessPolicy(): AccessPolicy {
  return new AccessPolicy(
    Object.fromEntries(roles.map((role) => [role, new Set(access[role])])) as unknown as Record<
      Role,
      ReadonlySet<Permission>
    >,
  );
}
