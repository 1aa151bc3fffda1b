import type { Place } from './platform/pages/navigation.js';

/** The pages of the product, in the order of the navigation. Who sees which follows from `access.ts`. */
export const places: readonly Place[] = [
  { href: '/me', text: 'My profile', permission: 'profile.own' },
  { href: '/', text: 'Today', permission: 'follow-ups.read' },
  { href: '/experts', text: 'Experts', permission: 'experts.list' },
  { href: '/agreements', text: 'Agreements', permission: 'agreements.read' },
  { href: '/cover', text: 'Cover', permission: 'cover.check' },
  { href: '/delegations', text: 'Others’ profiles', permission: 'profile.delegated' },
  { href: '/follow-ups', text: 'Follow-ups', permission: 'follow-ups.read' },
  { href: '/interactions', text: 'Interactions', permission: 'interactions.read' },
  { href: '/reports/partnerships', text: 'Reports', permission: 'reports.read' },
  { href: '/admin/audit', text: 'Audit', permission: 'audit.read' },
  { href: '/organisations', text: 'Organisations', permission: 'organisation-records.read' },
  { href: '/moderation', text: 'Moderation', permission: 'profile-changes.decide' },
  { href: '/notifications', text: 'Notifications', permission: 'notifications.own' },
  { href: '/reminders', text: 'Reminders', permission: 'reminders.read' },
  { href: '/admin/users', text: 'Users', permission: 'users.write' },
  { href: '/admin/vocabularies', text: 'Vocabularies', permission: 'vocabularies.write' },
  { href: '/admin/rules', text: 'Rules', permission: 'administration.read' },
  // Others come from the list of follow-ups.
  { href: '/playbooks', text: 'Playbooks', permission: 'administration.read' },
  { href: '/admin/jobs', text: 'Jobs', permission: 'jobs.read' },
];
