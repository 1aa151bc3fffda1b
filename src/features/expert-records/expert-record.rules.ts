import { formatDate, isAfter, isBefore, type CalendarDate } from '../../kernel/calendar-date.js';
import { privacyNoticeDueOn } from '../../kernel/privacy-notice.js';

/** What a reader must know before they write to or share anything about the person. Null: not for this reader to know. */
export interface HandlingFacts {
  readonly doNotContact: boolean | null;
  readonly objectedOn: CalendarDate | null;
  readonly restrictedOn: CalendarDate | null;
  readonly privacyNoticeSentOn: CalendarDate | null;
  /** True when the reader's agency knows the person, and so reads the facts above. */
  readonly told: boolean;
  readonly createdAt: Date | string | null;
}

/** How the person may be handled, gravest first; empty when nothing stands in the way. */
export function handlingOf(facts: HandlingFacts, today: CalendarDate): string[] {
  if (!facts.told) return [];
  const notices: string[] = [];
  if (facts.restrictedOn !== null)
    notices.push(
      `Use of this record is restricted since ${formatDate(facts.restrictedOn)}: hold it, and do nothing else with it.`,
    );
  if (facts.objectedOn !== null)
    notices.push(`This person objected on ${formatDate(facts.objectedOn)} to being held here.`);
  if (facts.doNotContact) notices.push('Do not contact this person.');
  if (facts.privacyNoticeSentOn === null) notices.push(unsent(facts.createdAt, today));
  return notices;
}

/** One month at most after somebody else entered them (UK GDPR, article 14). */
function unsent(createdAt: Date | string | null, today: CalendarDate): string {
  const untold = 'No other agency sees this person until it is sent.';
  if (createdAt === null) return `The privacy notice has not been sent yet. ${untold}`;
  const due = privacyNoticeDueOn(new Date(createdAt));
  const when = isAfter(today, due) ? `was due on ${formatDate(due)}` : `is due by ${formatDate(due)}`;
  return `The privacy notice has not been sent yet: it ${when}. ${untold}`;
}

/** One thing that comes next, by its day. */
export interface NextStep {
  readonly on: CalendarDate;
  readonly what: string;
  readonly text: string;
  readonly who: string | null;
  readonly href: string | null;
  readonly late: boolean;
}

interface Named {
  readonly name: string;
}
export interface WhatIsAhead {
  readonly contactDueOn: CalendarDate | null;
  readonly contactOwner: Named | null;
  readonly doNotContact: boolean;
  readonly followUps: readonly {
    readonly id: string;
    readonly title: string;
    readonly dueOn: CalendarDate;
    readonly state: string;
    readonly snoozedUntil: CalendarDate | null;
    readonly effectiveAssignee: Named | null;
  }[];
  /** Planned and not held yet, soonest first. */
  readonly meetings: readonly {
    readonly id: string;
    /** Such as "Meeting" or "Call". */
    readonly kind: string;
    readonly subject: string;
    readonly on: CalendarDate;
    /** The time in London, such as "2:30pm". */
    readonly at: string;
    readonly agency: Named;
  }[];
  readonly agreements: readonly {
    readonly reference: string;
    readonly title: string;
    readonly status: string;
    readonly endOn: CalendarDate | null;
    readonly noticeDeadlineOn: CalendarDate | null;
    readonly owner: Named | null;
  }[];
  readonly vettings: readonly {
    readonly level: string;
    readonly status: string | null;
    readonly expiresOn: CalendarDate | null;
  }[];
}

const inForce = ['active', 'expiring', 'notice_window'];

/** What comes next with a person, soonest first; what is late stands before it. */
export function nextStepsOf(ahead: WhatIsAhead, today: CalendarDate): NextStep[] {
  const steps: NextStep[] = [];
  const add = (on: CalendarDate, step: Omit<NextStep, 'on' | 'late'>): void => {
    steps.push({ on, ...step, late: isBefore(on, today) });
  };
  if (ahead.contactDueOn !== null && !ahead.doNotContact)
    add(ahead.contactDueOn, {
      what: 'Contact',
      text: 'Be in touch',
      who: ahead.contactOwner?.name ?? null,
      href: null,
    });
  for (const { id, title, dueOn, snoozedUntil, state, effectiveAssignee } of ahead.followUps)
    add(state === 'snoozed' && snoozedUntil !== null ? snoozedUntil : dueOn, {
      what: 'Follow-up',
      text: title,
      who: effectiveAssignee?.name ?? null,
      href: `/follow-ups/${id}`,
    });
  for (const { id, kind, subject, on, at, agency } of ahead.meetings)
    add(on, { what: `${kind}, ${at}`, text: subject, who: agency.name, href: `/interactions/${id}` });
  for (const { reference, title, status, endOn, noticeDeadlineOn, owner } of ahead.agreements) {
    if (!inForce.includes(status)) continue;
    const step = { text: `${reference} ${title}`, who: owner?.name ?? null, href: `/agreements/${reference}` };
    if (noticeDeadlineOn !== null && !isBefore(noticeDeadlineOn, today))
      add(noticeDeadlineOn, { what: 'Last day of notice', ...step });
    if (endOn !== null) add(endOn, { what: 'Agreement ends', ...step });
  }
  for (const { level, status, expiresOn } of ahead.vettings)
    if (status === 'granted' && expiresOn !== null)
      add(expiresOn, { what: 'Vetting expires', text: level, who: null, href: null });
  return steps.sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
}
