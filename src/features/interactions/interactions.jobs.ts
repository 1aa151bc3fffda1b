import { defineEvent } from '../../platform/database/transaction.js';

/** Something was said, and somebody wrote it up. */
export const interactionLogged = defineEvent<{ interactionId: string }>('interactions.logged');

/** What was written up was corrected. */
export const interactionChanged = defineEvent<{ interactionId: string }>('interactions.changed');
