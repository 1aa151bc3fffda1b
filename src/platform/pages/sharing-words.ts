import type { Sharing } from '../../kernel/marking.js';

/** What pages call the ways in which a record is shared. */
export const sharingWords: Record<Sharing, string> = {
  named: 'Named people only',
  agency: 'The agency that keeps it',
  uk_law_enforcement: 'UK law enforcement',
  uk_government: 'UK law enforcement and government',
  all_partners: 'All partners',
};
