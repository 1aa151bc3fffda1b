import { londonDateOf, type CalendarDate } from '../../kernel/calendar-date.js';
import type { DomainError } from '../../kernel/domain-error.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { withoutBlanks } from '../../platform/pages/forms.js';
import { TimelineQuery } from './timeline.dto.js';

/** The filters as a form sends them. */
export class TimelineForm {
  @Optional()
  @Typed()
  kind?: string;

  /** `this_year`, or a year by its number. */
  @Optional()
  @Typed()
  period?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

export interface Period {
  readonly value: string;
  readonly text: string;
}

const yearsBack = 4;

/** The years that can be chosen: this one and some before it. */
export function periodsOf(today: CalendarDate): Period[] {
  const year = Number(today.slice(0, 4));
  const before = Array.from({ length: yearsBack }, (_, index) => String(year - 1 - index));
  return [{ value: 'this_year', text: 'This year' }, ...before.map((value) => ({ value, text: value }))];
}

export function timelineQueryOf({ kind, period, cursor }: TimelineForm, now: Date): TimelineQuery {
  const thisYear = londonDateOf(now).slice(0, 4);
  const year = period === 'this_year' ? thisYear : period?.trim();
  const days = year ? { from: `${year}-01-01`, to: `${year}-12-31` } : {};
  return validate(TimelineQuery, { ...withoutBlanks({ kind, cursor }), ...days }, 'query');
}

/** A choice that the form does not offer comes from an address that somebody changed: its codes would tell them nothing. */
export function timelineErrors({ fields }: DomainError): FormError[] {
  const places: Record<string, string> = { '?kind': '#kind', '?from': '#period', '?to': '#period' };
  const hrefs = [...new Set(fields.map(({ pointer }) => places[pointer] ?? null))];
  return hrefs.map((href) =>
    href === null
      ? { text: 'This page of the timeline is not there. Begin again with its first page.' }
      : { text: 'Select one of the choices.', href },
  );
}
