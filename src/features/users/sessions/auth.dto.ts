import type { SessionKind } from '../../../platform/auth/actor-source.js';
import { OneOf, Secret, Text } from '../../../platform/errors/fields.js';
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

export class OwnSessionView {
  id: string;
  /** `cookie` for a browser, `bearer` for a program. */
  kind: SessionKind;
  begunAt: Date;
  /** When it ends: a browser's if it is not used until then, a program's in any case. */
  endsAt: Date;
  /** From where it was begun, as far as that is known. */
  address: string | null;
  /** The one that asks. */
  isThisOne: boolean;
}

export class OwnSessionList {
  /** This one first, then the newest. */
  items: OwnSessionView[];
}

export class EndSessionsQuery {
  /** All but this one. Said, so that nobody ends them by leaving out an id. */
  @OneOf(['others'])
  which: 'others';
}

export class MeView {
  id: string;
  name: string;
  email: string;
  role: string;
  organisation: OrganisationRef;
  /** The agency whose records you work with; null for academics, delegates and hosts. */
  agency: OrganisationRef | null;
  /** The expert you are, when you are an academic. */
  expertId: string | null;
  /** What your role may do. */
  permissions: string[];
}
