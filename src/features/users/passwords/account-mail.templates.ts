export const accountMails = ['invitation', 'password-reset', 'password-changed'] as const;
export type AccountMail = (typeof accountMails)[number];

interface Wording {
  readonly subject: string;
  readonly paragraphs: (link: string) => readonly string[];
}

const wordings: Record<AccountMail, Wording> = {
  invitation: {
    subject: 'Your account in Accord',
    paragraphs: (link) => [
      'An account in Accord has been made for you. Choose its password here:',
      link,
      'The link works once, for 7 days. If you did not expect this, do nothing: without a password nobody can use the account.',
    ],
  },
  'password-reset': {
    subject: 'A new password for Accord',
    paragraphs: (link) => [
      'A new password was asked for, for your account in Accord. Choose it here:',
      link,
      'The link works once, for 30 minutes. If you did not expect this, do nothing: your password stays as it is.',
    ],
  },
  'password-changed': {
    subject: 'Your password for Accord was changed',
    paragraphs: () => [
      'The password of your account in Accord was changed, and sessions that were open elsewhere were ended.',
      'If it was not you, tell an administrator of Accord at once.',
    ],
  },
};

/** All that these mails say: a link, where there is one, and never whose account it is. */
export function accountMailOf(mail: AccountMail, link = ''): { subject: string; text: string } {
  const { subject, paragraphs } = wordings[mail];
  return { subject, text: `${paragraphs(link).join('\n\n')}\n` };
}
