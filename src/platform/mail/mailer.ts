import type { LetterBodies } from './letter.js';

/** One mail to one person. It carries only what may leave the system: a reference and a link, never notes. */
export interface Mail extends LetterBodies {
  /** Ours and unique, so that a message sent twice is recognised as one. */
  readonly messageId: string;
  readonly to: string;
  /** Where its reader stops mails of this kind, for what is no duty: `list-unsubscribe.ts`. */
  readonly unsubscribe?: string;
}

/** Where mail goes. Resolves once the next server has taken responsibility for the message. */
export abstract class Mailer {
  abstract send(mail: Mail): Promise<void>;
}

/** The server did not answer, or took nobody's mail just now: no message was shown to it, so none is to blame. */
export class MailServerAway extends Error {}

/** The server had the message but its answer was lost: it may arrive although it counts as unsent. */
export class UnansweredMail extends Error {}

/** The address itself is wrong: trying again will not help. */
export class RefusedAddress extends Error {}

/** It was refused before, so nothing was sent: `refused-addresses.ts`. */
export class MarkedAddress extends RefusedAddress {}

/** An address as one mailbox, whatever stands in it: a text would be read as a list, with names and groups. */
export function oneAddress(address: string): { name: string; address: string } {
  return { name: '', address };
}
