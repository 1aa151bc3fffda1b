import { Optional, Typed, TypedList } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import { NameDelegateDto } from '../experts/delegates/delegates.dto.js';
import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { dateOf } from './portal.form.js';

export class DelegateForm {
  @Typed()
  name: string;

  @Typed()
  email: string;

  @Optional()
  @TypedList(10)
  sections?: string[];

  @Typed()
  'until-day': string;

  @Typed()
  'until-month': string;

  @Typed()
  'until-year': string;
}

/** The fields in the order of the page, for `errorsOf`. */
export const delegateFields = ['name', 'email', 'sections', ['/untilOn', 'until-day']] as const;

/** Everything that is wrong with what was typed is said at once, a date that does not exist as well. */
export function namingOf(form: DelegateForm): NameDelegateDto {
  const { name, email, sections = [] } = form;
  const { date, problems: ofDate } = dateOf(form, 'until', '/untilOn');
  const problems: FieldProblem[] = [...ofDate];
  if (date === null && problems.length === 0)
    problems.push({ pointer: '/untilOn', detail: 'Enter the last day on which they may edit.' });
  if (sections.length === 0)
    problems.push({ pointer: '/sections', detail: 'Select at least one section that they may edit.' });
  try {
    const dto = validate(NameDelegateDto, { name, email, sections, ...(date === null ? {} : { untilOn: date }) });
    if (problems.length === 0) return dto;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
    const known = problems.map(({ pointer }) => pointer);
    problems.push(...error.fields.filter(({ pointer }) => !known.includes(pointer)).map(worded));
  }
  throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
}

/** The codes of the sections would tell nobody anything. */
function worded(problem: FieldProblem): FieldProblem {
  if (problem.pointer === '/sections') return { ...problem, detail: 'Select one or more of the choices.' };
  return problem.detail === 'Enter an email.' ? { ...problem, detail: 'Enter their e-mail address.' } : problem;
}
