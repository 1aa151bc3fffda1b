import { Secret, Text } from '../../../platform/errors/fields.js';
import { OrganisationRef } from '../../organisations/organisations.dto.js';

/** SEC-A1: at least 64 characters are accepted; the upper bound only keeps the hash's work bounded. */
const longestPassword = 256;

export class SignInDto {
  /** The e-mail address of the account. */
  @Text({ max: 320 })
  email: string;

  @Secret({ max: longestPassword })
  password: string;
}

export class RefreshDto {
  /** `refreshToken` of the last answer. Each works once. */
  @Secret({ max: 100 })
  refreshToken: string;
}

export class ChangePasswordDto {
  @Secret({ max: longestPassword })
  currentPassword: string;

  /** 12 characters or more, of any kind; not a common one, and without the service's or your own name. */
  @Secret({ max: longestPassword })
  newPassword: string;
}

export class SessionView {
  /** Send it as `Authorization: Bearer …`. */
  accessToken: string;
  tokenType: 'Bearer';
  /** When the access value ends: 15 minutes after it was given. */
  expiresAt: Date;
  /** Exchanges for the next pair of values, once; the session ends 12 hours after sign-in. */
  refreshToken: string;
}

export class MeView {
  id: string;
  name: string;
  email: string;
  role: string;
  organisation: OrganisationRef;
  /** The agency whose records you work with; null for academics and hosts. */
  agency: OrganisationRef | null;
  /** The expert you are, when you are an academic. */
  expertId: string | null;
  /** What your role may do. */
  permissions: string[];
}
