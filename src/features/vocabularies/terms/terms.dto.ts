import { OmitType, PartialType } from '@nestjs/swagger';
import { Holds, Nullable, OneOf, Optional, Text, Texts } from '../../../platform/errors/fields.js';
import { VocabularyTermView } from '../vocabularies.dto.js';
import { codeForm, termSteps, type TermStep } from './term.rules.js';

export class CreateTermDto {
  /** What records keep: small letters, digits and underscores. It can never be changed. */
  @Text({ max: 60 })
  @Holds(
    'isTermCode',
    (value) => typeof value === 'string' && codeForm.test(value),
    () => 'Enter a code of small letters, digits and underscores that begins with a letter, such as money_mules.',
  )
  code: string;

  /** What people read. No other term of the vocabulary may have it, retired or not. */
  @Text({ max: 120 })
  label: string;

  @Nullable()
  @Text({ max: 1000 })
  description?: string | null;

  /** Other words for it, by which a search finds it too. */
  @Optional()
  @Texts({ max: 100, most: 50 })
  synonyms?: string[];
}

export class ChangeTermDto extends PartialType(OmitType(CreateTermDto, ['code']), { skipNullProperties: false }) {}

export class TermStepDto {
  /** `retire`: from today nobody is offered it any more; what was described by it stays so. `bring_back` offers it again. */
  @OneOf(termSteps)
  step: TermStep;
}

/** How many records are described by a term: every record, whoever may read it. */
export class TermUsesView {
  experts: number;
  agreements: number;
  interactions: number;
}

export class TermView extends VocabularyTermView {
  version: number;
  scheme: string;
  uses: TermUsesView;
}

export class TermsView {
  scheme: string;
  /** In their order, retired ones too, never cut. */
  items: TermView[];
}
