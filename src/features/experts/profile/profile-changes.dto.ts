import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import { IsId, Nullable, OneOf, Optional, Text } from '../../../platform/errors/fields.js';
import { ListQuery } from '../../../platform/errors/list-query.js';
import type { DelegableSection } from '../delegates/delegate.rules.js';
import { changeSections, changeStates, type ChangeSection, type ChangeState } from './profile-change.rules.js';

export class ProfileChangeListQuery extends ListQuery {
  /** All unless told. */
  @Optional()
  @OneOf(changeStates)
  state?: ChangeState;

  @Optional()
  @OneOf(changeSections)
  section?: ChangeSection;
}

const decisions = ['approve', 'refuse'] as const;

export class DecideChangeDto {
  @OneOf(decisions)
  decision: (typeof decisions)[number];

  /** With a refusal: why, in words for the person who proposed it. */
  @Nullable()
  @Text({ max: 1000 })
  reason?: string | null;

  /** With an approval of a post at a body that is not in the register by the name given: which body it is. */
  @Nullable()
  @IsId()
  organisationId?: string | null;
}

const channels = ['email'] as const;

export class AskConfirmationDto {
  /** How they are asked: by e-mail, the only way there is. */
  @Optional()
  @OneOf(channels)
  by?: (typeof channels)[number];
}

/** What a section of the profile says; only the fields of that section are there. */
export class ProfileValuesView {
  title?: string | null;
  givenName?: string;
  familyName?: string;
  email?: string | null;
  /** The post that changes or ends; null for a new one. */
  affiliationId?: string | null;
  /** The post that a new one takes the place of. It ends the day before. */
  replacesAffiliationId?: string | null;
  /** null while the name is not one of the register. */
  organisationId?: string | null;
  organisation?: string;
  department?: string | null;
  role?: string | null;
  startedOn?: CalendarDate | null;
  endedOn?: CalendarDate | null;
  /** Of a note. */
  text?: string;
  /** The name of a delegate; `email` is theirs. */
  delegate?: string;
  /** What the delegate may edit. */
  sections?: DelegableSection[];
  /** The last day on which the delegate may, Europe/London. */
  untilOn?: CalendarDate;
}

class NamedRef {
  id: string;
  name: string;
}

class ChangedExpert {
  id: string;
  reference: string;
  name: string;
}

/** A proposed change as the agency that keeps the person's record sees it. */
export class ProfileChangeView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  expert: ChangedExpert;
  section: ChangeSection;
  /** What the record said when it was proposed. */
  before: ProfileValuesView;
  after: ProfileValuesView;
  /** What the record says now. */
  now: ProfileValuesView;
  /** True when the record has changed since: then it can only be refused. */
  movedOn: boolean;
  state: ChangeState;
  /** Why it was refused: the person reads it. */
  reason: string | null;
  /** null when it came by a link that was sent to the person. */
  proposedBy: NamedRef | null;
  proposedAt: Date;
  decidedBy: NamedRef | null;
  decidedAt: Date | null;
  marking: Marking;
}

export class ProfileChangePage {
  items: ProfileChangeView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
