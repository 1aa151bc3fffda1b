import { defineEvent } from '../../platform/database/transaction.js';

/** An organisation was added, or what it says of itself changed: also its place under another, which moves its units' people. */
export const organisationChanged = defineEvent<{ organisationId: string }>('organisations.changed');
