import { OneOf, Optional, Text, Typed } from '../../platform/errors/fields.js';

const answers = ['correct', 'changed'] as const;

export class ConfirmationForm {
  @OneOf(answers)
  answer: (typeof answers)[number];

  @Optional()
  @Typed()
  text?: string;
}

/** What the person says has changed. */
export class ChangedTextDto {
  @Text({ max: 5000 })
  text: string;
}

export class ThanksQuery {
  @Optional()
  @Typed()
  answer?: string;
}
