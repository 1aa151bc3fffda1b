import type { DomainError } from '../../../kernel/domain-error.js';
import { Optional, Typed, TypedList } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, withoutBlanks } from '../../../platform/pages/forms.js';
import { BulkChangeDto } from './bulk.dto.js';

export class BulkPageForm {
  /** References of the people that were selected. */
  @Optional()
  @TypedList(1000)
  id?: string[];

  /** The filters of the list they were selected in. */
  @Optional()
  @Typed()
  back?: string;
}

export class BulkChangeForm extends BulkPageForm {
  @Optional()
  @Typed()
  act?: string;

  @Optional()
  @Typed()
  ownerUserId?: string;

  @Optional()
  @Typed()
  tagId?: string;

  @Optional()
  @Typed()
  tagName?: string;
}

export class BulkUndoForm {
  @Optional()
  @Typed()
  back?: string;
}

export function bulkChangeOf({ id = [], back: _back, ...form }: BulkChangeForm): BulkChangeDto {
  return validate(BulkChangeDto, { ...withoutBlanks(form), experts: id });
}

/** The fields of each act stand on the page apart, each with the act before its name. */
export function bulkErrors(error: DomainError, act: string | undefined): FormError[] {
  const fields = ['ownerUserId', 'tagId', 'tagName'];
  return errorsOf(
    error,
    fields.map((field) => [`/${field}`, `${act ?? 'reassign'}-${field}`] as const),
  );
}
