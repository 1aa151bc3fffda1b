import { defineEvent } from '../../platform/database/transaction.js';

/** An account was added, changed, disabled or enabled: what waits for somebody who has left must find another. */
export const userChanged = defineEvent<{ userId: string }>('users.changed');
