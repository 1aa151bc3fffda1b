import { formatDate, type CalendarDate } from '../../../kernel/calendar-date.js';
import { noticeDeadlineOf, type NoticeUnit, type RenewalType } from '../agreement.status.rules.js';

/** What of an agreement stands in its text. */
export interface TextFacts {
  readonly agencyName: string;
  readonly partyNames: readonly string[];
  readonly purpose: string | null;
  readonly effectiveOn: CalendarDate | null;
  readonly endOn: CalendarDate | null;
  readonly reviewOn: CalendarDate | null;
  readonly noticeCount: number | null;
  readonly noticeUnit: NoticeUnit | null;
  readonly renewalType: RenewalType;
  readonly renewalMonths: number | null;
  readonly mostRenewals: number | null;
  readonly survivalMonths: number | null;
  /** As people read it, such as "£1,250". */
  readonly value: string | null;
  readonly fundingSource: string | null;
  readonly intellectualPropertyTerms: string | null;
  readonly publicationTerms: string | null;
}

/** What a wording may name in braces, and what each stands for. Anything else in braces stays as it was typed. */
export const fillable: Readonly<Record<string, (facts: TextFacts) => string>> = {
  agency: ({ agencyName }) => agencyName,
  parties: ({ partyNames }) => (partyNames.length < 2 ? '[the parties]' : listed(partyNames)),
  purpose: ({ purpose }) => purpose ?? '[the purpose]',
  term: termOf,
  renewal: renewalOf,
  notice: noticeOf,
  survival: ({ survivalMonths }) =>
    survivalMonths === null
      ? 'These duties last for [how long] after this agreement ends.'
      : `These duties last for ${counted(survivalMonths, 'month')} after this agreement ends.`,
  value: ({ value }) => value ?? '[the value]',
  funding: ({ fundingSource }) => fundingSource ?? '[the source of funding]',
  intellectualProperty: ({ intellectualPropertyTerms }) =>
    intellectualPropertyTerms ?? 'Each party owns what its people create. [Agree who may use what, and for what.]',
  publication: ({ publicationTerms }) =>
    publicationTerms ??
    'Results are published. The author sends the others what is to be published 30 days before; they may ask that confidential or operational detail is left out, and for nothing else.',
};

/** The wording with the agreement's own facts in it. What was filled in is not filled again. */
export function filled(wording: string, facts: TextFacts): string {
  return wording
    .replaceAll(/\{([a-zA-Z]+)\}/g, (whole, name: string) =>
      Object.hasOwn(fillable, name) ? fillable[name](facts) : whole,
    )
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

/** What people still have to write: whatever stands in brackets. */
export function gapsIn(text: string): string[] {
  return [...text.matchAll(/\[([^[\]]{1,200})\]/g)].map(([, gap]) => gap);
}

function termOf({ effectiveOn, endOn, reviewOn, renewalType }: TextFacts): string {
  const from = effectiveOn === null ? 'the day of the last signature' : formatDate(effectiveOn);
  if (endOn !== null) return `This agreement is in force from ${from} to the end of ${formatDate(endOn)}.`;
  if (renewalType !== 'evergreen') return `This agreement is in force from ${from} to [the last day].`;
  const review = reviewOn === null ? '[the day of the review]' : formatDate(reviewOn);
  return `This agreement is in force from ${from} and has no fixed end. The parties review it on ${review}.`;
}

function renewalOf(facts: TextFacts): string {
  switch (facts.renewalType) {
    case 'none':
      return 'It is not renewed.';
    case 'by_decision':
      return 'Before it ends the parties decide whether to renew it.';
    case 'automatic': {
      const deadline = noticeDeadlineOf(facts);
      const until = deadline === null ? '[the last day of notice]' : formatDate(deadline);
      const term = facts.renewalMonths === null ? '[how many months]' : counted(facts.renewalMonths, 'month');
      const most = facts.mostRenewals === null ? '' : `, at most ${counted(facts.mostRenewals, 'time')},`;
      return `It is renewed for a further ${term} each time${most} unless a party gives notice; for the first time, by ${until}.`;
    }
    case 'evergreen':
      return '';
  }
}

function noticeOf({ noticeCount, noticeUnit }: TextFacts): string {
  if (noticeCount === null || noticeUnit === null) return 'A party may end it by [length of notice] notice in writing.';
  const unit = noticeUnit === 'months' ? 'month' : 'day';
  const length = noticeCount === 1 ? `one ${unit}’s` : `${noticeCount} ${unit}s’`;
  return `A party may end it by giving the others ${length} notice in writing.`;
}

function counted(count: number, unit: string): string {
  return count === 1 ? `one ${unit}` : `${count} ${unit}s`;
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
