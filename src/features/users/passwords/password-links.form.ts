import { Optional, Secret, Typed } from '../../../platform/errors/fields.js';

export class ForgottenPasswordQuery {
  /** `asked` after the form was sent. */
  @Optional()
  @Typed()
  done?: string;
}

export class ForgottenPasswordForm {
  @Typed()
  email: string;
}

export class ChoosePasswordForm {
  /** Longer than any that is accepted, so that the page itself says how long it may be. */
  @Secret({ max: 20_000 })
  password: string;
}
