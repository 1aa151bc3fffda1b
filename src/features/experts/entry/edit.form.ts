import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { versionOf } from '../../../platform/pages/forms.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { notARealDate, typedDate } from '../../../platform/pages/typed-date.js';
import { audienceFields } from '../expert.rules.js';
import type { ExpertView } from '../expert.views.dto.js';
import { ChangeExpertDto } from '../experts.dto.js';

/** Texts that may be cleared; what is left blank is nothing. */
const texts = [
  'title',
  'knownAs',
  'email',
  'phone',
  'orcid',
  'biography',
  'interests',
  'country',
  'website',
  'careerStage',
  'contactPreferences',
] as const;
/** What everybody has. */
const compulsory = ['kind', 'givenName', 'familyName', 'availability', 'lawfulBasis'] as const;
const dates = ['availableUntil', 'privacyNoticeSentOn', 'objectedOn', 'restrictedOn'] as const;

/** The form's fields are too many to write out one by one: they are named by the lists above. */
export class EditForm {
  [name: string]: string | undefined;
}

const datedParts = dates.flatMap((name) => ['day', 'month', 'year'].map((part) => `${name}-${part}`));
const audienceNames = audienceFields.map((field) => `audience-${field}`);
for (const name of ['version', 'languages', 'doNotContact', ...texts, ...compulsory, ...datedParts, ...audienceNames]) {
  Optional()(EditForm.prototype, name);
  Typed()(EditForm.prototype, name);
}

/** The fields of the page for each pointer, in the order of the page. */
export const editFields: readonly (string | readonly [string, string])[] = [
  'kind',
  'title',
  'givenName',
  'familyName',
  'knownAs',
  'email',
  'phone',
  'website',
  'country',
  'orcid',
  'careerStage',
  'biography',
  'interests',
  'languages',
  'availability',
  ['/availableUntil', 'availableUntil-day'],
  'contactPreferences',
  'doNotContact',
  'lawfulBasis',
  ['/privacyNoticeSentOn', 'privacyNoticeSentOn-day'],
  ['/objectedOn', 'objectedOn-day'],
  ['/restrictedOn', 'restrictedOn-day'],
  ...audienceFields.map((field) => [`/fieldAudience/${field}`, `audience-${field}`] as const),
];

/** The record as the form shows it. */
export function typedFrom(expert: ExpertView): EditForm {
  const typed: EditForm = {
    version: String(expert.version),
    languages: (expert.languages ?? []).join(', '),
    doNotContact: expert.doNotContact ? 'yes' : undefined,
  };
  for (const name of [...texts, ...compulsory]) typed[name] = expert[name] ?? '';
  for (const name of dates) {
    const [year = '', month = '', day = ''] = expert[name]?.split('-') ?? [];
    Object.assign(typed, { [`${name}-day`]: bare(day), [`${name}-month`]: bare(month), [`${name}-year`]: year });
  }
  for (const field of audienceFields) typed[`audience-${field}`] = expert.fieldAudience?.[field] ?? 'agency';
  return typed;
}

/** The form as the API would have sent it: every fact that the form shows. */
export function changeOf(form: EditForm): { version: number; change: ChangeExpertDto } {
  const value = (name: string): string => form[name]?.trim() ?? '';
  const days = dates.map((name) => {
    const [day, month, year] = ['day', 'month', 'year'].map((part) => form[`${name}-${part}`]);
    return [name, typedDate(day, month, year)] as const;
  });
  const input = {
    ...Object.fromEntries(texts.map((name) => [name, value(name) || null])),
    ...Object.fromEntries(compulsory.map((name) => [name, value(name)])),
    country: value('country').toUpperCase() || null,
    languages: languagesOf(value('languages')),
    doNotContact: value('doNotContact') === 'yes',
    fieldAudience: Object.fromEntries(audienceFields.map((field) => [field, value(`audience-${field}`) || 'agency'])),
    ...Object.fromEntries(days.filter(([, on]) => on !== undefined)),
  };
  const unreal = days
    .filter(([, on]) => on === undefined)
    .map(([name]): FieldProblem => ({
      pointer: `/${name}`,
      detail: notARealDate,
    }));
  return { version: versionOf(value('version')), change: refusing(unreal, () => validate(ChangeExpertDto, input)) };
}

function refusing(unreal: readonly FieldProblem[], check: () => ChangeExpertDto): ChangeExpertDto {
  try {
    const change = check();
    if (unreal.length === 0) return change;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.detail, [...error.fields, ...unreal]);
  }
  throw new DomainError('invalid', 'Some of what you sent needs correcting.', unreal);
}

function languagesOf(typed: string): string[] {
  return [...new Set(typed.split(/[,;\n]/).map((one) => one.trim()))].filter(Boolean);
}

function bare(number: string): string {
  return number.replace(/^0/, '');
}
