import { isCalendarDate, type CalendarDate } from '../../kernel/calendar-date.js';
import type { DomainError, FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed, TypedFields } from '../../platform/errors/fields.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { checked, errorsOf } from '../../platform/pages/forms.js';
import { notARealDate, typedDate } from '../../platform/pages/typed-date.js';
import { furthestDay, mostSteps, type PlaybookSubject } from './playbook.rules.js';
import { ChangePlaybookDto, CreatePlaybookDto, StartPlaybookDto, type PlaybookView } from './playbooks.dto.js';

const stepFields = ['title', 'days', 'dayCount', 'priority', 'assignee'] as const;
const rows = Array.from({ length: mostSteps }, (_none, index) => index);

/** A playbook as its form sends it: its follow-ups as rows of which those without a title are left out. */
@TypedFields([
  'key',
  'version',
  'name',
  'aboutKind',
  'beginsOn',
  'beginsByItself',
  ...rows.flatMap((row) => stepFields.map((field) => `${field}${row}`)),
])
export class PlaybookForm {
  [field: string]: string | undefined;
}

export class PlaybookDoneForm {
  @Optional()
  @Typed()
  done?: string;
}

@TypedFields(['version', 'retired'])
export class RetirePlaybookForm {
  version?: string;
  retired?: string;
}

@TypedFields(['kind', 'id', 'playbookId', 'act', 'done', 'starts-day', 'starts-month', 'starts-year', 'key'])
export class StartPlaybookForm {
  kind?: string;
  id?: string;
  playbookId?: string;
  act?: string;
  done?: string;
  'starts-day'?: string;
  'starts-month'?: string;
  'starts-year'?: string;
}

export function newPlaybookOf(form: PlaybookForm): CreatePlaybookDto {
  const { terms, problems } = termsOf(form);
  const aboutKind = form.aboutKind || 'expert';
  return checked(CreatePlaybookDto, { ...terms, aboutKind }, problems);
}

export function playbookChangeOf(form: PlaybookForm): ChangePlaybookDto {
  const { terms, problems } = termsOf(form);
  return checked(ChangePlaybookDto, terms, problems);
}

function termsOf(form: PlaybookForm): { terms: Record<string, unknown>; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  if (!form.name?.trim()) problems.push({ pointer: '/name', detail: 'Enter a name.' });
  const filled = rows.filter((row) => form[`title${row}`]?.trim());
  const steps = filled.map((row) => {
    const days = form[`days${row}`]?.trim() ?? '';
    const right = /^\d{1,3}$/.test(days) && Number(days) <= furthestDay;
    if (!right)
      problems.push({ pointer: `/days${row}`, detail: `Enter a whole number of days from 0 to ${furthestDay}.` });
    return {
      title: form[`title${row}`],
      offsetDays: right ? Number(days) : 0,
      dayCount: form[`dayCount${row}`] || 'calendar',
      priority: form[`priority${row}`] || 'normal',
      assignee: form[`assignee${row}`] || 'owner',
    };
  });
  if (filled.length === 0) problems.push({ pointer: '/title0', detail: 'Enter at least one follow-up.' });
  const terms = {
    name: form.name?.trim() || '-',
    // What is missing is said above, in the words of the form.
    steps:
      steps.length > 0
        ? steps
        : [{ title: '-', offsetDays: 0, dayCount: 'calendar', priority: 'normal', assignee: 'owner' }],
    beginsOn: form.beginsOn || null,
    beginsByItself: form.beginsByItself === 'yes',
  };
  return { terms, problems };
}

/** What the form holds of a playbook that is to be changed. */
export function playbookFormOf({
  version,
  name,
  aboutKind,
  steps,
  beginsOn,
  beginsByItself,
}: PlaybookView): PlaybookForm {
  const form: PlaybookForm = {
    version: String(version),
    name,
    aboutKind,
    beginsOn: beginsOn ?? '',
    beginsByItself: beginsByItself ? 'yes' : '',
  };
  steps.forEach((step, row) => {
    form[`title${row}`] = step.title;
    form[`days${row}`] = String(step.offsetDays);
    form[`dayCount${row}`] = step.dayCount;
    form[`priority${row}`] = step.priority;
    form[`assignee${row}`] = step.assignee;
  });
  return form;
}

/** As many rows as are filled, and three more to fill. */
export function rowsOf(form: PlaybookForm): number[] {
  const last = rows.filter((row) => form[`title${row}`]?.trim() || form[`days${row}`]?.trim()).at(-1) ?? -1;
  return rows.slice(0, Math.min(mostSteps, last + 4));
}

export function playbookErrors(error: DomainError): FormError[] {
  return errorsOf(error, [
    'name',
    'aboutKind',
    'beginsOn',
    'beginsByItself',
    ...rows.flatMap((row) => [[`/steps/${row}/title`, `title${row}`] as const, `title${row}`, `days${row}`]),
    ['/steps', 'title0'],
  ]);
}

export function startOf(
  form: StartPlaybookForm,
  about: { readonly kind: string; readonly id: string },
): { playbookId: string; dto: StartPlaybookDto } {
  const day = startsOnOf(form);
  const problems: FieldProblem[] = [];
  if (!form.playbookId) problems.push({ pointer: '/playbookId', detail: 'Select a playbook.' });
  if (day === null) problems.push({ pointer: '/startsOn', detail: 'Enter the start date.' });
  if (day === undefined) problems.push({ pointer: '/startsOn', detail: notARealDate });
  const startsOn = (isCalendarDate(day) ? day : '2000-01-01') as CalendarDate;
  const dto = checked(
    StartPlaybookDto,
    { about: { kind: about.kind as PlaybookSubject, id: about.id }, startsOn },
    problems,
  );
  return { playbookId: form.playbookId!, dto };
}

function startsOnOf(form: StartPlaybookForm): CalendarDate | null | undefined {
  return typedDate(form['starts-day'], form['starts-month'], form['starts-year']);
}
