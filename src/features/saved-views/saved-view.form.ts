import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import { withoutBlanks } from '../../platform/pages/forms.js';
import { CreateSavedViewDto } from './saved-views.dto.js';

export class SavedViewForm {
  @Optional()
  @Typed()
  page?: string;

  @Optional()
  @Typed()
  name?: string;

  @Optional()
  @Typed()
  query?: string;
}

export class SavedViewsPageForm {
  /** What was just done: `saved` or `deleted`. */
  @Optional()
  @Typed()
  done?: string;

  /** Of the view that was just deleted, so that it can be put back. */
  @Optional()
  @Typed()
  page?: string;

  @Optional()
  @Typed()
  name?: string;

  @Optional()
  @Typed()
  query?: string;
}

export function savedViewDtoOf(form: SavedViewForm): CreateSavedViewDto {
  return validate(CreateSavedViewDto, { name: '', ...withoutBlanks(form) });
}
