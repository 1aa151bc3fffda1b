import { Text } from '../../../platform/errors/fields.js';

export class ResendReminderDto {
  /** Why it is sent again, for whoever reads the ledger. Up to 500 characters; it is not in the mail. */
  @Text({ max: 500 })
  reason: string;
}

export const messageStates = ['sending', 'sent', 'failed'] as const;
export type MessageState = (typeof messageStates)[number];

class ResendAskerRef {
  id: string;
  name: string;
}

/** A reminder that was sent again by hand: another message. */
export class ResendView {
  id: string;
  /** The row of the ledger that is sent again. */
  reminderId: string;
  /** The Message-ID of this mail, another than that of the first. */
  messageId: string;
  by: ResendAskerRef;
  reason: string;
  askedAt: Date;
  state: MessageState;
  sentAt: Date | null;
  /** Why it could not be sent, or not yet; null where it could. */
  lastError: string | null;
}
