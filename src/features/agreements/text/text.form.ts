import type { DomainError } from '../../../kernel/domain-error.js';
import { Optional, Typed, TypedFields } from '../../../platform/errors/fields.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf } from '../../../platform/pages/forms.js';
import { mostClauses, type Clause, type ClauseChange, type TemplateClause } from './clause.rules.js';
import type { AgreementTextView } from './text.dto.js';

const places = Array.from({ length: mostClauses }, (_, index) => index);

/** The clauses one below the other, and one more to add: `heading0`, `wording0`, `code0`, `remove0`, … */
@TypedFields([
  'version',
  'after',
  ...places.flatMap((index) => [`code${index}`, `heading${index}`, `wording${index}`, `remove${index}`]),
  ...places.map((index) => `restore${index}`),
])
export class TextForm {
  [field: string]: string | undefined;
}

export class TextPageQuery {
  @Optional()
  @Typed()
  done?: string;
}

/** What the form came to, with the place in the form of each clause. */
export interface ReadText {
  readonly clauses: readonly Clause[];
  readonly places: readonly number[];
}

/** The form as it is opened. */
export function formOf({ version, clauses }: AgreementTextView): TextForm {
  const fields = clauses.flatMap(({ code, heading, wording }, index) => [
    [`code${index}`, code ?? ''],
    [`heading${index}`, heading],
    [`wording${index}`, wording],
  ]);
  return { version: String(version), ...(Object.fromEntries(fields) as Record<string, string>) };
}

/** Where the form has a clause: wherever any of its fields was sent. The last may be blank, which adds none. */
export function placesIn(form: TextForm): number[] {
  return places.filter((index) => form[`heading${index}`] !== undefined || form[`wording${index}`] !== undefined);
}

export function readText(form: TextForm, template: readonly TemplateClause[]): ReadText {
  const filledIn = placesIn(form)
    .filter((index) => form[`remove${index}`] === undefined && !isBlank(form, index))
    .map((index) => ({
      index,
      clause: {
        code: form[`code${index}`] || null,
        heading: form[`heading${index}`]?.trim() ?? '',
        wording: form[`wording${index}`]?.trim() ?? '',
      },
    }));
  const restored = template.flatMap((clause, index) =>
    form[`restore${index}`] === undefined ? [] : [{ index: -1, clause: { ...clause } }],
  );
  const last = filledIn.at(-1);
  const after = filledIn.findIndex(({ index }) => String(index) === form.after);
  // A clause of the agreement's own that was typed last stands where the form says.
  const moved =
    last && last.clause.code === null && isLastPlace(form, last.index) && after >= 0 && after < filledIn.length - 1;
  const ordered = moved ? [...filledIn.slice(0, after + 1), last, ...filledIn.slice(after + 1, -1)] : filledIn;
  const all = [...ordered, ...restored];
  return { clauses: all.map(({ clause }) => clause), places: all.map(({ index }) => index) };
}

/** What is wrong, beside the clause that it is about. */
export function textErrors(error: DomainError, { places: places_ }: ReadText): FormError[] {
  const fields = places_.flatMap((place, index) =>
    ['heading', 'wording'].map((field) => [`/clauses/${index}/${field}`, `${field}${place}`] as const),
  );
  return errorsOf(error, fields);
}

export const changeWords: Record<ClauseChange, string> = {
  changed: 'Changed from the template',
  added: 'Not in the template',
  removed: 'Left out',
};

export const textDoneWords: Readonly<Record<string, string>> = {
  begun: 'The text is drafted from the template. Change it as this agreement needs.',
  changed: 'Changes saved.',
};

function isBlank(form: TextForm, index: number): boolean {
  return !form[`heading${index}`]?.trim() && !form[`wording${index}`]?.trim() && !form[`code${index}`];
}

function isLastPlace(form: TextForm, index: number): boolean {
  return placesIn(form).at(-1) === index;
}
