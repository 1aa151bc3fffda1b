import { defineEvent } from '../../platform/database/transaction.js';

/** Anything about a person changed: their own row, affiliations, expertise or a relationship. */
export const expertChanged = defineEvent<{ expertId: string }>('experts.changed');

/** A primary affiliation was given an end: agreements that rest on that employer need looking at. */
export const affiliationClosed = defineEvent<{ expertId: string; affiliationId: string }>('experts.affiliation-closed');
