import { invalidField } from '../../kernel/domain-error.js';
import { OneOf, Optional, Text, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';

const answers = ['correct', 'changed'] as const;

export class ConfirmationForm {
  @OneOf(answers)
  answer: (typeof answers)[number];

  @Optional()
  @Typed()
  text?: string;
}

class ChangedTextDto {
  @Text({ max: 5000 })
  text: string;
}

/** What the person says has changed. */
export function changedTextOf(text: string): string {
  if (text.trim() === '') throw invalidField('/text', 'Enter what has changed.');
  return validate(ChangedTextDto, { text }).text;
}

export class ThanksQuery {
  @Optional()
  @Typed()
  answer?: string;
}
