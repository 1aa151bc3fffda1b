import { formatDate, type CalendarDate } from '../../kernel/calendar-date.js';
import type { OffsetSide } from './reminder.offsets.rules.js';

/** What a reminder is about, and with a link all that a mail may carry. Never a title, a note or a name. */
export interface RemindedDate {
  readonly reference: string;
  readonly anchorOn: CalendarDate;
  /** Calendar days from the date to the day on which it is sent: negative before it. */
  readonly offsetDays: number;
}

export const reminderTemplates = [
  'agreement-end',
  'agreement-notice',
  'agreement-begun',
  'agreement-ended',
  'agreement-renewed-itself',
  'agreement-review',
  'agreement-unsigned',
  'approval-due',
  'obligation-due',
  'obligation-overdue',
  'follow-up-due',
  'follow-up-overdue',
  'vetting-expires',
  'vetting-expired',
  'profile-confirmation',
  'declaration-due',
  'declaration-overdue',
  'contact-due',
  'privacy-notice-due',
  'privacy-notice-overdue',
] as const;
export type ReminderTemplate = (typeof reminderTemplates)[number];

/** What the words of each mail allow, and what its subject lists: a day that is to come, or one that has come. */
export const offsetSides: Readonly<Record<ReminderTemplate, OffsetSide>> = {
  'agreement-end': 'until',
  'agreement-notice': 'until',
  'agreement-begun': 'since',
  'agreement-ended': 'since',
  'agreement-renewed-itself': 'since',
  'agreement-review': 'either',
  'agreement-unsigned': 'after',
  'approval-due': 'either',
  'obligation-due': 'until',
  'obligation-overdue': 'after',
  'follow-up-due': 'until',
  'follow-up-overdue': 'after',
  'vetting-expires': 'until',
  'vetting-expired': 'after',
  'profile-confirmation': 'since',
  'declaration-due': 'until',
  'declaration-overdue': 'after',
  'contact-due': 'since',
  'privacy-notice-due': 'until',
  'privacy-notice-overdue': 'after',
};

/**
 * Whether a mail asks something of whoever gets it: a record in their care wants looking after. The others only tell that something
 * has happened; nobody has to have them by mail.
 */
export const isDuty: Readonly<Record<ReminderTemplate, boolean>> = {
  'agreement-end': true,
  'agreement-notice': true,
  'agreement-begun': false,
  'agreement-ended': false,
  'agreement-renewed-itself': false,
  'agreement-review': true,
  'agreement-unsigned': true,
  'approval-due': true,
  'obligation-due': true,
  'obligation-overdue': true,
  'follow-up-due': true,
  'follow-up-overdue': true,
  'vetting-expires': true,
  'vetting-expired': true,
  'profile-confirmation': true,
  'declaration-due': true,
  'declaration-overdue': true,
  'contact-due': true,
  'privacy-notice-due': true,
  'privacy-notice-overdue': true,
};

export interface Wording {
  readonly subject: string;
  readonly opening: string;
  readonly toDo: string;
}

const wordings: Record<ReminderTemplate, (date: RemindedDate) => Wording> = {
  'agreement-end': ({ reference, anchorOn }) => ({
    subject: `${reference} ends on ${formatDate(anchorOn)}`,
    opening: `Agreement ${reference} ends on ${formatDate(anchorOn)}, which is its last day in force.`,
    toDo: 'Decide whether to renew it, renegotiate it or let it lapse.',
  }),
  'agreement-notice': ({ reference, anchorOn }) => ({
    subject: `${reference}: notice counts until ${formatDate(anchorOn)}`,
    opening: `Notice on agreement ${reference} counts if it is given by ${formatDate(anchorOn)}.`,
    toDo: 'If it should not go on as it is, give notice by then.',
  }),
  'agreement-begun': ({ reference, anchorOn }) => ({
    subject: `${reference} is in force since ${formatDate(anchorOn)}`,
    opening: `Agreement ${reference}, which everybody had signed, came into force on ${formatDate(anchorOn)}.`,
    toDo: 'See that what it asks of you begins, and that whoever works under it knows.',
  }),
  'agreement-ended': ({ reference, anchorOn }) => ({
    subject: `${reference} has ended`,
    opening: `Agreement ${reference} is no longer in force since ${formatDate(anchorOn)}.`,
    toDo: 'Nothing is shared under it any more. If the work goes on, draft another agreement.',
  }),
  'agreement-renewed-itself': ({ reference, anchorOn }) => ({
    subject: `${reference} has renewed itself`,
    opening: `Nobody gave notice in time, so agreement ${reference} renewed itself for another term on ${formatDate(anchorOn)}.`,
    toDo: 'Look at its new end. If it should not go on after that, let it lapse in time.',
  }),
  'agreement-review': ({ reference, anchorOn, offsetDays }) => ({
    subject: `${reference}: its review ${offsetDays > 0 ? 'was' : 'is'} due on ${formatDate(anchorOn)}`,
    opening: `The review of agreement ${reference} ${offsetDays > 0 ? 'was' : 'is'} due on ${formatDate(anchorOn)}.`,
    toDo: 'Review it with those whom it concerns, and enter the day of the next review.',
  }),
  'agreement-unsigned': ({ reference, anchorOn, offsetDays }) => ({
    subject: `${reference} still waits for signatures`,
    opening: `Agreement ${reference} was approved on ${formatDate(anchorOn)}, ${daysAgo(offsetDays)}, and not everybody has signed it.`,
    toDo: 'Ask whoever has not signed yet, record what they signed, or take it back to draft.',
  }),
  'approval-due': ({ reference, anchorOn, offsetDays }) => ({
    subject: `${reference}: a decision ${offsetDays > 0 ? 'was' : 'is'} due on ${formatDate(anchorOn)}`,
    opening: `A decision on agreement ${reference} ${offsetDays > 0 ? 'was' : 'is'} due on ${formatDate(anchorOn)}.`,
    toDo: 'Approve it, return it to draft, or hand the decision on. If it is not with you, ask whoever it is with, or recall it.',
  }),
  'obligation-due': ({ reference, anchorOn }) => ({
    subject: `${reference}: an obligation falls due on ${formatDate(anchorOn)}`,
    opening: `Under agreement ${reference} an obligation falls due on ${formatDate(anchorOn)}.`,
    toDo: 'See that it is fulfilled, and record what shows it.',
  }),
  'obligation-overdue': ({ reference, anchorOn, offsetDays }) => ({
    subject: `${reference}: an obligation is overdue since ${formatDate(anchorOn)}`,
    opening: `Under agreement ${reference} an obligation fell due on ${formatDate(anchorOn)}, ${daysAgo(offsetDays)}, and is not recorded as fulfilled.`,
    toDo: 'Record what shows that it was fulfilled, or see to it now.',
  }),
  'follow-up-due': ({ reference, anchorOn }) => ({
    subject: `${reference} due on ${formatDate(anchorOn)}`,
    opening: `${reference}: something that was promised is due on ${formatDate(anchorOn)}.`,
    toDo: 'Do it and mark it done, or move it to another day.',
  }),
  'follow-up-overdue': ({ reference, anchorOn, offsetDays }) => ({
    subject: `${reference} overdue since ${formatDate(anchorOn)}`,
    opening: `${reference}: something that was promised was due on ${formatDate(anchorOn)}, ${daysAgo(offsetDays)}.`,
    toDo: 'Do it and mark it done, move it to another day, or cancel it and say why.',
  }),
  'vetting-expires': ({ anchorOn }) => ({
    subject: `A vetting expires on ${formatDate(anchorOn)}`,
    opening: `A vetting that your agency sponsors counts until ${formatDate(anchorOn)}, and not after it.`,
    toDo: 'Have it renewed in time if it is still needed, and see that nobody relies on it afterwards.',
  }),
  'vetting-expired': ({ anchorOn, offsetDays }) => ({
    subject: `A vetting expired on ${formatDate(anchorOn)}`,
    opening: `A vetting that your agency sponsors counted until ${formatDate(anchorOn)}, ${daysAgo(offsetDays)}.`,
    toDo: 'See what rested on it. Record the new one, or that it has ended.',
  }),
  'profile-confirmation': ({ reference, anchorOn }) => ({
    subject: `${reference}: is the profile still correct?`,
    opening: `By ${formatDate(anchorOn)} a year had passed since somebody last said that the profile ${reference} is correct.`,
    toDo: 'If it is your own, look through it, change what has changed, and confirm it. If you look after the person, ask them.',
  }),
  'declaration-due': ({ reference, anchorOn }) => ({
    subject: `${reference}: a new declaration is due by ${formatDate(anchorOn)}`,
    opening: `The yearly declaration of ${reference} counts until ${formatDate(anchorOn)}.`,
    toDo: 'If it is your own, make the next one by then. If you look after the person, ask them for it.',
  }),
  'declaration-overdue': ({ reference, anchorOn, offsetDays }) => ({
    subject: `${reference}: a new declaration is overdue since ${formatDate(anchorOn)}`,
    opening: `The yearly declaration of ${reference} counted until ${formatDate(anchorOn)}, ${daysAgo(offsetDays)}, and no newer one was made.`,
    toDo: 'If it is your own, make the next one now. If you look after the person, ask them for it.',
  }),
  'contact-due': ({ reference, anchorOn, offsetDays }) => ({
    subject: `${reference}: contact ${offsetDays > 0 ? 'was' : 'is'} due on ${formatDate(anchorOn)}`,
    opening: `By the cadence of your relationship with ${reference}, contact ${offsetDays > 0 ? 'was' : 'is'} due on ${formatDate(anchorOn)}.`,
    toDo: 'Be in touch and log it, plan a meeting, put contact off, or make the relationship dormant and say why.',
  }),
  'privacy-notice-due': ({ reference, anchorOn }) => ({
    subject: `${reference}: the privacy notice is due by ${formatDate(anchorOn)}`,
    opening: `${reference} was entered by somebody else. The privacy notice has to be sent by ${formatDate(anchorOn)}, a month after that, at the latest.`,
    toDo: 'Send the notice and enter the day on the record. Until then no other agency sees the person.',
  }),
  'privacy-notice-overdue': ({ reference, anchorOn, offsetDays }) => ({
    subject: `${reference}: the privacy notice is overdue since ${formatDate(anchorOn)}`,
    opening: `The privacy notice to ${reference} was due by ${formatDate(anchorOn)}, ${daysAgo(offsetDays)}, and is not entered as sent.`,
    toDo: 'Send it now and enter the day on the record. Until then no other agency sees the person.',
  }),
};

function daysAgo(days: number): string {
  return `${days === 1 ? 'a day' : `${days} days`} ago`;
}

/** What it is about in a sentence: the subject of the mail, and the line in the inbox. */
export function subjectOf(template: ReminderTemplate, date: RemindedDate): string {
  return wordings[template](date).subject;
}

/** What is said of a date, and what is to be done about it. `reminder.letters.ts` makes mails of it. */
export function wordingOf(template: ReminderTemplate, date: RemindedDate): Wording {
  return wordings[template](date);
}
