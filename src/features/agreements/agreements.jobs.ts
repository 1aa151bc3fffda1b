import { defineEvent } from '../../platform/database/transaction.js';

/** An agreement's terms, people, stage or keeper changed. */
export const agreementChanged = defineEvent<{ agreementId: string }>('agreements.changed');

/** Everybody has signed: the agreement is executed. */
export const agreementExecuted = defineEvent<{ agreementId: string }>('agreements.executed');
