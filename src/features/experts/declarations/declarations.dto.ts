import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import { Holds, Nullable, Text } from '../../../platform/errors/fields.js';

const longest = 5000;

/** null or left out: nothing to declare. */
export class MakeDeclarationDto {
  /** Who pays for your research, as far as it could matter to an agency. */
  @Nullable()
  @Text({ max: longest })
  funding?: string | null;

  /** Posts, pay and duties that you have with states or bodies abroad. */
  @Nullable()
  @Text({ max: longest })
  foreignTies?: string | null;

  /** Firms that you own, advise or are paid by. */
  @Nullable()
  @Text({ max: longest })
  commercialInterests?: string | null;

  /** Cases in which you are or were an expert witness, by side and year. */
  @Nullable()
  @Text({ max: longest })
  expertWitnessWork?: string | null;

  /** True: there is nothing else. */
  @Holds('isComplete', (value) => value === true, () => 'Confirm that this is complete.')
  complete: boolean;
}

export class DeclarationView {
  id: string;
  /** The day it was made, Europe/London. */
  declaredOn: CalendarDate;
  /** The last day on which it counts: a year to the day. */
  validUntil: CalendarDate;
  funding: string | null;
  foreignTies: string | null;
  commercialInterests: string | null;
  expertWitnessWork: string | null;
  marking: Marking;
}

export class DeclarationList {
  /** The newest first, twenty at most. */
  items: DeclarationView[];
}
