import type { Letter } from '../../../platform/mail/letter.js';

/** All that the mail says: no name, no agency, nothing that is held. */
export function confirmationLetter(link: string): Letter {
  const parts = [
    'A record in Accord says how to reach you and what you know. Is it still correct?',
    'Open this link, look, and say so. It takes less than a minute and needs no account. If something has changed, tell us there.',
    { href: link, words: 'Look at what is held and say whether it is correct' },
    'The link works once, for 30 days. Do not pass it on: it shows your own details. If you do nothing, nothing changes.',
  ];
  return { subject: 'Is this still correct?', parts };
}
