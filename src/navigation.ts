import type { Place } from './platform/pages/navigation.js';

/** The pages of the product, in the order of the navigation. Who sees which follows from `access.ts`. */
export const places: readonly Place[] = [
  { href: '/me', text: 'My profile', permission: 'profile.own' },
  { href: '/', text: 'Today', permission: 'follow-ups.read' },
  { href: '/agreements', text: 'Agreements', permission: 'agreements.read' },
  { href: '/moderation', text: 'Moderation', permission: 'profile-changes.decide' },
];
