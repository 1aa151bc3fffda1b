import { formatDate, type CalendarDate } from '../../kernel/calendar-date.js';
import type { Letter, LetterLink, LetterPart } from '../../platform/mail/letter.js';
import { isDuty, wordingOf, type RemindedDate, type ReminderTemplate } from './reminder.templates.js';

/** All that a mail may carry: a reference, a date and a link. */
export interface ReminderFacts extends RemindedDate {
  /** The dated subject and the record: what a digest says once. */
  readonly ruleSubject: string;
  readonly recordId: string;
  readonly template: ReminderTemplate;
  /** Where the record's page is. */
  readonly link: string;
}

const withoutContent = 'Its content is not sent by e-mail.';
const inYourCare = `You receive this because the record is in your care in Accord, or is about you. ${withoutContent}`;
const asksNothing =
  'It asks nothing that must be done by a day. If you want no more of these, choose under “Your account” how reminders reach you.';

/** The mail about one date. */
export function reminderLetter({ template, link, ...date }: Omit<ReminderFacts, 'ruleSubject' | 'recordId'>): Letter {
  const { subject, opening, toDo } = wordingOf(template, date);
  return {
    subject,
    parts: [opening, toDo, linkTo(date, link), inYourCare, ...(isDuty[template] ? [] : [asksNothing])],
  };
}

/** What a mail that gathers several says besides what they say. */
export interface DigestFacts {
  readonly delivery: 'daily' | 'weekly';
  /** The day of the digest, Europe/London. */
  readonly on: CalendarDate;
  /** Where its reader chooses how they get their reminders. */
  readonly choices: string;
}

const chosen = {
  daily: 'You receive these in one e-mail a day because you chose so in Accord.',
  weekly:
    'You receive these in one e-mail a week because you chose so in Accord. What cannot wait until Monday is sent on its day.',
};

/** The mail about several dates: first what asks something, the earliest first, then what tells of something. */
export function digestLetter(carried: readonly ReminderFacts[], { delivery, on, choices }: DigestFacts): Letter {
  const reminders = latestOfEach(carried);
  if (reminders.length === 1) return reminderLetter(reminders[0]);
  const asking = reminders.filter(({ template }) => isDuty[template]);
  const telling = reminders.filter(({ template }) => !isDuty[template]);
  const records = `They are about records in your care, or about you. ${withoutContent.replace('Its', 'Their')}`;
  return {
    subject: `${reminders.length} reminders from Accord, ${formatDate(on)}`,
    parts: [
      `${reminders.length} dates in Accord want your attention${telling.length > 0 ? ' or are told to you' : ''}.`,
      ...[...asking, ...telling].flatMap(itemOf),
      `${chosen[delivery]} ${records}`,
      { href: choices, words: 'Choose how you get reminders' },
    ],
  };
}

/** Of one date, what the latest reminder says stands for those before it: overdue rather than due. */
function latestOfEach(reminders: readonly ReminderFacts[]): ReminderFacts[] {
  const latest = new Map<string, ReminderFacts>();
  for (const one of reminders) {
    const date = `${one.ruleSubject} ${one.recordId} ${one.anchorOn}`;
    const other = latest.get(date);
    if (other === undefined || other.offsetDays <= one.offsetDays) latest.set(date, one);
  }
  return [...latest.values()];
}

function itemOf({ template, link, ...date }: ReminderFacts): LetterPart[] {
  const { subject, opening, toDo } = wordingOf(template, date);
  return [{ heading: subject }, `${opening} ${toDo}`, linkTo(date, link)];
}

function linkTo({ reference }: RemindedDate, href: string): LetterLink {
  return { href, words: `Open ${reference} in Accord` };
}
