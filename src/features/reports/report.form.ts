import { formatDate, type CalendarDate } from '../../kernel/calendar-date.js';
import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { withoutBlanks } from '../../platform/pages/forms.js';
import { PeriodForm } from '../../platform/pages/period-form.js';
import { typedDate } from '../../platform/pages/typed-date.js';
import { namedPeriod, periodNames, type PeriodName } from './report.period.rules.js';
import { PartnershipReportQuery } from './reports.dto.js';

/** The report's filters as its form sends them: what was left blank arrives as an empty text. */
export class PartnershipReportForm extends PeriodForm {
  @Optional()
  @Typed()
  period?: string;

  @Optional()
  @Typed()
  agencyId?: string;

  @Optional()
  @Typed()
  organisationId?: string;

  @Optional()
  @Typed()
  strand?: string;
}

/** Days of the reader's own choice rather than a usual period. */
export const ownDays = 'own_days';

/** What the choice of period says. */
export const periodWords: Record<PeriodName | typeof ownDays, string> = {
  this_quarter: 'This quarter',
  last_quarter: 'Last quarter',
  this_year: 'This calendar year',
  last_12_months: 'Last 12 months',
  [ownDays]: 'Days of your own',
};

/** What the page opens with. */
export const usualPeriod: PeriodName = 'this_quarter';

/** The form as the API would have been asked. */
export function reportQueryOf(form: PartnershipReportForm, today: CalendarDate): PartnershipReportQuery {
  const { agencyId, organisationId, strand } = form;
  const filters = withoutBlanks({ agencyId, organisationId, strand });
  return validate(PartnershipReportQuery, { ...filters, ...daysOf(form, today) }, 'query');
}

function daysOf(form: PartnershipReportForm, today: CalendarDate): { from?: CalendarDate; to?: CalendarDate } {
  const period = form.period?.trim() || usualPeriod;
  const name = periodNames.find((one) => one === period);
  if (name !== undefined) return namedPeriod(name, today);
  if (period !== ownDays) throw wrong([{ pointer: '?period', detail: 'Select one of the periods.' }]);
  const from = typedDate(form['from-day'], form['from-month'], form['from-year']);
  const to = typedDate(form['to-day'], form['to-month'], form['to-year']);
  const problems = [
    ...(from ? [] : [{ pointer: '?from', detail: dayWords('first', from === null) }]),
    ...(to ? [] : [{ pointer: '?to', detail: dayWords('last', to === null) }]),
  ];
  if (!from || !to) throw wrong(problems);
  return { from, to };
}

function dayWords(which: string, blank: boolean): string {
  return blank ? `Enter the ${which} day of the period.` : `Enter a real date for the ${which} day, such as 27 3 2026.`;
}

function wrong(problems: readonly FieldProblem[]): DomainError {
  return new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}

const ids: Readonly<Record<string, string>> = {
  '?period': 'period',
  '?from': 'from-day',
  '?to': 'to-day',
  '?agencyId': 'agencyId',
  '?organisationId': 'organisationId',
  '?strand': 'strand',
};
/** A choice that the form does not offer comes from an address that somebody changed: its id would tell them nothing. */
const choices = ['?agencyId', '?organisationId', '?strand'];

/** What was wrong, in the order of the page's fields. */
export function reportErrors({ fields }: DomainError): FormError[] {
  const order = Object.keys(ids);
  return [...fields]
    .sort((one, other) => order.indexOf(one.pointer) - order.indexOf(other.pointer))
    .map(({ pointer, detail }) => {
      const text = choices.includes(pointer) ? 'Select one of the choices.' : detail;
      return ids[pointer] ? { text, href: `#${ids[pointer]}` } : { text };
    });
}

/** "1 July to 30 September 2026" needs both years when they differ: "1 December 2025 to 28 February 2026". */
export function periodInWords({ from, to }: { from: CalendarDate; to: CalendarDate }): string {
  const first = formatDate(from);
  const sameYear = from.slice(0, 4) === to.slice(0, 4);
  return `${sameYear ? first.replace(/ \d{4}$/, '') : first} to ${formatDate(to)}`;
}
