import { Optional, Typed, TypedList } from '../../platform/errors/fields.js';

export class QuietListForm {
  @Optional()
  @Typed()
  cursor?: string;

  @Optional()
  @Typed()
  done?: string;
}

/** What was ticked on the list, and which of the buttons was pressed. */
export class QuietAskForm {
  @Optional()
  @TypedList(100)
  relationship?: string[];

  @Optional()
  @Typed()
  act?: string;
}

export class QuietChangeForm {
  /** Each as `id/version`. */
  @Optional()
  @TypedList(100)
  relationship?: string[];

  @Optional()
  @Typed()
  act?: string;

  @Optional()
  @Typed()
  reason?: string;
}
