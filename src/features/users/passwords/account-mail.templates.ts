import type { Letter, LetterPart } from '../../../platform/mail/letter.js';

export const accountMails = ['invitation', 'password-reset', 'password-changed'] as const;
export type AccountMail = (typeof accountMails)[number];

interface Wording {
  readonly subject: string;
  readonly parts: (link: string) => readonly LetterPart[];
}

const wordings: Record<AccountMail, Wording> = {
  invitation: {
    subject: 'Your account in Accord',
    parts: (href) => [
      'An account in Accord has been made for you. Choose its password here:',
      { href, words: 'Choose your password' },
      'The link works once, for 7 days. If you did not expect this, do nothing: without a password nobody can use the account.',
    ],
  },
  'password-reset': {
    subject: 'A new password for Accord',
    parts: (href) => [
      'A new password was asked for, for your account in Accord. Choose it here:',
      { href, words: 'Choose a new password' },
      'The link works once, for 30 minutes. If you did not expect this, do nothing: your password stays as it is.',
    ],
  },
  'password-changed': {
    subject: 'Your password for Accord was changed',
    parts: () => [
      'The password of your account in Accord was changed, and sessions that were open elsewhere were ended.',
      'If it was not you, tell an administrator of Accord at once.',
    ],
  },
};

/** All that these mails say: a link, where there is one, and never whose account it is. */
export function accountLetter(mail: AccountMail, link = ''): Letter {
  const { subject, parts } = wordings[mail];
  return { subject, parts: parts(link) };
}
