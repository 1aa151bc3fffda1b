/** Every order of the list in both directions. */
export const expertSorts = ['name', '-name', 'reference', '-reference', 'last_contact', '-last_contact'] as const;
export type ExpertSort = (typeof expertSorts)[number];
