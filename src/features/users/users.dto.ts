import { OmitType, PartialType } from '@nestjs/swagger';
import { roles, type Role } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Cleared, EmailAddress, IsDate, IsId, Nullable, OneOf, Optional, Text } from '../../platform/errors/fields.js';
import { ListQuery } from '../../platform/errors/list-query.js';
import { OrganisationRef } from '../organisations/organisations.dto.js';
import { userSteps, type UserStep } from './user.lifecycle.js';

export class CreateUserDto {
  @Text({ max: 200 })
  name: string;

  /** What they sign in with: nobody else's, whatever the case of its letters. It does not change afterwards. */
  @EmailAddress()
  email: string;

  /** A liaison works in the lead agency, a partner in another; approver, auditor and admin in any agency. Nobody is made a delegate here. */
  @OneOf(roles)
  role: Role;

  /** Where they work: an agency, one of its units, or for a host or an academic any body. */
  @IsId()
  organisationId: string;

  /** Academics only: the expert they are. One account for each. */
  @Nullable()
  @IsId()
  expertId?: string | null;
}

/** Left out: unchanged. null: cleared, where the field can be empty. A new role or organisation ends all their sessions. */
export class ChangeUserDto extends PartialType(OmitType(CreateUserDto, ['email']), { skipNullProperties: false }) {
  /** The first day away, Europe/London. */
  @Nullable()
  @IsDate()
  awayFrom?: CalendarDate | null;

  /** The last day away, Europe/London; null while it is not known. */
  @Nullable()
  @IsDate()
  awayTo?: CalendarDate | null;

  /** Who takes over meanwhile: somebody active of the same agency. */
  @Nullable()
  @IsId()
  coverUserId?: string | null;
}

export class UserStepDto {
  @OneOf(userSteps)
  step: UserStep;

  /** Why. Kept in the audit. */
  @Optional()
  @Text({ max: 2000 })
  reason?: string;
}

/** A mail with a link by which the account's owner sets the password. */
export class AccountMailDto {
  /** Why. Kept in the audit. */
  @Optional()
  @Text({ max: 2000 })
  reason?: string;
}

export const userStates = ['active', 'disabled'] as const;
export type UserState = (typeof userStates)[number];

export class UserListQuery extends ListQuery {
  /** Part of the name or of the e-mail address. */
  @Optional()
  @Text({ max: 200 })
  q?: string;

  @Optional()
  @OneOf(roles)
  role?: Role;

  /** An organisation; its units count as part of it. */
  @Optional()
  @IsId()
  organisationId?: string;

  /** Whether they can sign in; both unless told. */
  @Optional()
  @OneOf(userStates)
  state?: UserState;
}

class UserRef {
  id: string;
  name: string;
}

/** One's own absence, all of it: what is null is cleared. */
export class AbsenceDto {
  /** The first day away, Europe/London; null while you are not away. */
  @Cleared()
  @IsDate()
  awayFrom: CalendarDate | null;

  /** The last day away, Europe/London; null while it is not known. */
  @Cleared()
  @IsDate()
  awayTo: CalendarDate | null;

  /** Who takes over meanwhile: somebody active of your agency. */
  @Cleared()
  @IsId()
  coverUserId: string | null;
}

export class AbsenceView {
  awayFrom: CalendarDate | null;
  awayTo: CalendarDate | null;
  cover: UserRef | null;
}

export class UserCount {
  /** How many you may see, up to 1,000. */
  count: number;
  /** True when there are more than `count` says. */
  more: boolean;
}

export class UserSummaryView {
  id: string;
  version: number;
  name: string;
  email: string;
  role: Role;
  organisation: OrganisationRef;
  /** The agency whose records they work with; null for academics, delegates and hosts. */
  agency: OrganisationRef | null;
  state: UserState;
  /** Since when no mail is sent to the address, because a mail server refused it; null while mail is sent. */
  mailRefusedAt: Date | null;
}

export class UserFigureView {
  /** What is counted, such as `agreements.owned` or `follow-ups.open`. */
  figure: string;
  count: number;
}

class OpenUserStepView {
  step: UserStep;
  /** Why it cannot be taken just now, and who can act; null when it can. */
  blockedBecause: string | null;
}

export class UserView extends UserSummaryView {
  /** The first and the last day away, Europe/London, and who takes over. */
  awayFrom: CalendarDate | null;
  awayTo: CalendarDate | null;
  cover: UserRef | null;
  /** The expert an academic is; null to colleagues. */
  expertId: string | null;
  /** Without a password nobody signs in to the account; null to colleagues. */
  hasPassword: boolean | null;
  /** Until when the invitation that was sent last can be used; null without one, and to colleagues. */
  invitedUntil: Date | null;
  /** What waits for this person and nobody else; null to colleagues. */
  inTheirCare: UserFigureView[] | null;
  disabledAt: Date | null;
  /** null to colleagues. */
  createdAt: Date | null;
  updatedAt: Date | null;
  /** The steps this reader could take, and what stands in the way. */
  steps: OpenUserStepView[];
}

export class UserPage {
  items: UserSummaryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
