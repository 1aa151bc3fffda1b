import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf } from '../../../platform/pages/forms.js';
import { notARealDate, typedDate } from '../../../platform/pages/typed-date.js';
import { isCalled, typedName } from '../../../platform/pages/typed-name.js';
import type { AbsenceDto, AbsenceView, UserSummaryView } from '../users.dto.js';

/** When somebody is away and who takes over, as a form sends it. */
export class AbsenceForm {
  /** The version that the page showed; one's own absence has none. */
  @Optional()
  @Typed()
  version?: string;

  @Typed()
  'from-day': string;

  @Typed()
  'from-month': string;

  @Typed()
  'from-year': string;

  @Typed()
  'to-day': string;

  @Typed()
  'to-month': string;

  @Typed()
  'to-year': string;

  /** A name or an e-mail address. */
  @Typed()
  cover: string;
}

/** The form as the API would have sent it. `colleagues` finds those among whom the cover is chosen, by a part of their name. */
export async function absenceOf(
  form: AbsenceForm,
  colleagues: (typed: string) => Promise<readonly UserSummaryView[]>,
): Promise<AbsenceDto> {
  const awayFrom = typedDate(form['from-day'], form['from-month'], form['from-year']);
  const awayTo = typedDate(form['to-day'], form['to-month'], form['to-year']);
  const problems: FieldProblem[] = [];
  if (awayFrom === undefined) problems.push({ pointer: '/awayFrom', detail: notARealDate });
  if (awayTo === undefined) problems.push({ pointer: '/awayTo', detail: notARealDate });
  const typed = form.cover.trim();
  let coverUserId: string | null = null;
  if (typed !== '') {
    const called = (await colleagues(typed.slice(0, 200))).map((one) => ({
      ...one,
      exact: isCalled([one.name, one.email], typed),
    }));
    const found = typedName(typed, undefined, called);
    if (found.kind === 'one') coverUserId = found.one.id;
    else {
      const detail = found.kind === 'several' ? coverProblems.several : coverProblems.none;
      problems.push({ pointer: '/coverUserId', detail });
    }
  }
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  return { awayFrom: awayFrom!, awayTo: awayTo!, coverUserId };
}

const coverProblems = {
  none: 'Nobody who can sign in for this agency is called that. Enter a name or an e-mail address as the account has it.',
  several: 'Several people match. Enter the e-mail address of the one who takes over.',
};

export function absenceErrors(error: DomainError): FormError[] {
  return errorsOf(error, [
    ['/awayFrom', 'from-day'],
    ['/awayTo', 'to-day'],
    ['/coverUserId', 'cover'],
  ]);
}

/** What the form holds when it is opened. */
export function typedAbsence({ awayFrom, awayTo, cover }: AbsenceView): Omit<AbsenceForm, 'version'> {
  const [from, to] = [partsOf(awayFrom), partsOf(awayTo)];
  return {
    'from-day': from.day,
    'from-month': from.month,
    'from-year': from.year,
    'to-day': to.day,
    'to-month': to.month,
    'to-year': to.year,
    cover: cover?.name ?? '',
  };
}

function partsOf(date: string | null): { day: string; month: string; year: string } {
  const [year = '', month = '', day = ''] = date?.split('-') ?? [];
  return { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year };
}
