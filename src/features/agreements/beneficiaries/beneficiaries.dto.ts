import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Cleared, IsDate, IsId, Text } from '../../../platform/errors/fields.js';
import { IdsAsTheyAre } from './beneficiary.fields.js';

/** Part of the draft: once it has left draft the list no longer changes. */
export class NameBeneficiariesDto {
  /** The agencies that may adhere, each once; an empty list takes all of them off. */
  @IdsAsTheyAre()
  organisationIds: string[];
}

/** Adherence of one of the agencies that are named. What was recorded before is replaced. */
export class AdherenceDto {
  /** One of the agencies that the agreement names. */
  @IsId()
  organisationId: string;

  /** The day on which it adhered, Europe/London; null takes back what was recorded by mistake. */
  @Cleared()
  @IsDate()
  adheredOn: CalendarDate | null;

  /** The paper by which it adhered, such as "Deed of adherence of 3 June 2026"; null together with the day. */
  @Cleared()
  @Text({ max: 300 })
  adheredBy: string | null;
}

export class BeneficiaryView {
  organisationId: string;
  name: string;
  /** Europe/London. null: it may adhere and has not yet. */
  adheredOn: CalendarDate | null;
  /** The paper by which it adhered. */
  adheredBy: string | null;
}
