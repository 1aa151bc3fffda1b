import { defineEvent } from '../../platform/database/transaction.js';

/** A follow-up was made, changed, moved, handed over or closed. */
export const followUpChanged = defineEvent<{ followUpId: string }>('follow-ups.changed');
