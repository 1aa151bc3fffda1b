import { defineEvent } from '../../platform/database/transaction.js';

/** Anything about a person changed: their own row, affiliations, expertise or a relationship. */
export const expertChanged = defineEvent<{ expertId: string }>('experts.changed');

/** A primary affiliation was given an end: agreements that rest on that employer need looking at. */
export const affiliationClosed = defineEvent<{ expertId: string; affiliationId: string }>('experts.affiliation-closed');

/** Somebody was entered. */
export const expertEntered = defineEvent<{ expertId: string }>('experts.entered');

/** An agency has begun a relationship with somebody. */
export const relationshipBegun = defineEvent<{ relationshipId: string }>('relationships.begun');
