import type { Place } from './platform/pages/navigation.js';

/** The pages of the product, in the order of the navigation. Who sees which follows from `access.ts`. */
export const places: readonly Place[] = [
  { href: '/', text: 'Today', permission: 'follow-ups.read' },
  { href: '/experts', text: 'Experts', permission: 'experts.list' },
  { href: '/agreements', text: 'Agreements', permission: 'agreements.read' },
];
