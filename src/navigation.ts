import type { Place } from './platform/pages/navigation.js';

/** The pages of the product, in the order of the navigation. Who sees which follows from `access.ts`. */
export const places: readonly Place[] = [
  { href: '/', text: 'Today', permission: 'follow-ups.read' },
  { href: '/agreements', text: 'Agreements', permission: 'agreements.read' },
  { href: '/follow-ups', text: 'Follow-ups', permission: 'follow-ups.read' },
  { href: '/interactions', text: 'Interactions', permission: 'interactions.read' },
];
