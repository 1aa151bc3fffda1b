import type { Letter } from '../../platform/mail/letter.js';
import { wordingOf, type RemindedDate, type ReminderTemplate } from './reminder.templates.js';

/** All that a mail may carry: a reference, a date and a link. */
export interface ReminderFacts extends RemindedDate {
  readonly template: ReminderTemplate;
  /** Where the record's page is. */
  readonly link: string;
}

const whyAndWithout =
  'You receive this because the record is in your care in Accord. Its content is not sent by e-mail.';

/** The mail about one date. */
export function reminderLetter({ template, link, ...date }: ReminderFacts): Letter {
  const { subject, opening, toDo } = wordingOf(template, date);
  return { subject, parts: [opening, toDo, { href: link, words: `Open ${date.reference} in Accord` }, whyAndWithout] };
}
