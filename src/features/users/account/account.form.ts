import { Optional, Secret, Typed } from '../../../platform/errors/fields.js';

export class AccountQuery {
  /** What was just done. */
  @Optional()
  @Typed()
  done?: string;
}

export class PasswordForm {
  /** Longer than any that is accepted, so that the page itself says how long they may be. */
  @Secret({ max: 20_000 })
  currentPassword: string;

  @Secret({ max: 20_000 })
  newPassword: string;
}
