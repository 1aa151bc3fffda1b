import { Optional, Typed } from '../errors/fields.js';

/** The two days between which a list is wanted, as its form sends them; `typedPeriod` reads them. */
export abstract class PeriodForm {
  @Optional()
  @Typed()
  'from-day'?: string;

  @Optional()
  @Typed()
  'from-month'?: string;

  @Optional()
  @Typed()
  'from-year'?: string;

  @Optional()
  @Typed()
  'to-day'?: string;

  @Optional()
  @Typed()
  'to-month'?: string;

  @Optional()
  @Typed()
  'to-year'?: string;
}
