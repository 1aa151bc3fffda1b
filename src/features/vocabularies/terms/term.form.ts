import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { withoutBlanks } from '../../../platform/pages/forms.js';
import { ChangeTermDto, CreateTermDto, TermStepDto } from './terms.dto.js';

export class TermForm {
  /** The version that the page showed; a new term has none. */
  @Optional()
  @Typed()
  version?: string;

  @Optional()
  @Typed()
  code?: string;

  @Optional()
  @Typed()
  label?: string;

  @Optional()
  @Typed()
  description?: string;

  /** One to a line. */
  @Optional()
  @Typed()
  synonyms?: string;
}

export class TermStepForm {
  @Typed()
  version: string;

  @Typed()
  step: string;
}

/** What was just done, of which page. */
export class TermDoneForm {
  @Optional()
  @Typed()
  done?: string;

  /** The code of the term it was done to. */
  @Optional()
  @Typed()
  term?: string;
}

/** The fields of the form in their order, as `errorsOf` wants them. */
export const termFields = ['code', 'label', 'description', 'synonyms'] as const;

export function newTermOf({ code, label, description, synonyms }: TermForm): CreateTermDto {
  // Blank is sent as it is, so that what has to be entered is asked for in its own words.
  return validate(CreateTermDto, {
    code: code ?? '',
    label: label ?? '',
    ...withoutBlanks({ description }),
    synonyms: linesOf(synonyms),
  });
}

export function termChangeOf({ label, description, synonyms }: TermForm): ChangeTermDto {
  return validate(ChangeTermDto, {
    label: label ?? '',
    description: description?.trim() ? description : null,
    synonyms: linesOf(synonyms),
  });
}

export function termStepOf({ step }: TermStepForm): TermStepDto {
  return validate(TermStepDto, { step });
}

function linesOf(text = ''): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}
