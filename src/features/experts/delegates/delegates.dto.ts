import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import { EmailAddress, IsDate, Several, Text } from '../../../platform/errors/fields.js';
import { OwnChangeView } from '../profile/own-profile.dto.js';
import { delegableSections, type DelegableSection, type DelegationState } from './delegate.rules.js';

export class NameDelegateDto {
  @Text({ max: 200 })
  name: string;

  /** Where an invitation goes once staff have accepted. Capitals make no difference. */
  @EmailAddress()
  email: string;

  /** What they may edit: one section at least. */
  @Several(delegableSections)
  sections: DelegableSection[];

  /** The last day on which they may, Europe/London: from today to a year from today. */
  @IsDate()
  untilOn: CalendarDate;
}

/** Somebody whom you named and staff accepted. */
export class DelegateView {
  id: string;
  /** As you gave it. */
  name: string;
  email: string;
  sections: DelegableSection[];
  /** The last day, Europe/London. */
  untilOn: CalendarDate;
  state: DelegationState;
  /** When staff accepted. */
  startedAt: Date;
  /** When they last changed something of your profile; null when they never have. */
  lastChangedAt: Date | null;
  endedAt: Date | null;
  marking: Marking;
}

export class DelegateList {
  /** Those who may edit now first, then the latest of former times; twenty at most. */
  items: DelegateView[];
  /** For each address that you named last and staff have not decided or refused, newest first; twenty at most. */
  proposals: OwnChangeView[];
}
