import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { isId } from '../../../kernel/identifier.js';
import type { Marking } from '../../../kernel/marking.js';
import { Holds, IsId, NumberInQuery, OneOf, Optional, Text } from '../../../platform/errors/fields.js';
import { agreementTypes, type AgreementStatus, type AgreementType } from '../agreement.status.rules.js';
import { renewalRisks, type RenewalRisk, type RiskReason } from './renewal.risk.rules.js';

/** Which of the agreements with something to decide. */
export class RenewalFilters {
  @Optional()
  @OneOf(agreementTypes)
  type?: AgreementType;

  /** The agency that keeps it. */
  @Optional()
  @IsId()
  agencyId?: string;

  /** A code of the vocabulary `strand`. */
  @Optional()
  @Text({ max: 60 })
  strand?: string;

  /** The id of a user, or `me`. */
  @Optional()
  @Holds(
    'isUserOrMe',
    (value) => value === 'me' || isId(value),
    (label) => `${label} must be the id of a user, or "me".`,
  )
  ownerUserId?: string;

  @Optional()
  @OneOf(renewalRisks)
  risk?: RenewalRisk;
}

export class RenewalListQuery extends RenewalFilters {
  /** How many to answer with: 100 unless told, which is the most. */
  @Optional()
  @NumberInQuery(1, 100)
  limit?: number;

  /** `nextCursor` of the page before, as it was given. */
  @Optional()
  @Text({ max: 2048 })
  cursor?: string;
}

class NamedRef {
  id: string;
  name: string;
}

/** An agreement in force with something to decide: it ends, notice on it has a last day, or it is to be reviewed. */
export class RenewalView {
  id: string;
  reference: string;
  title: string;
  type: AgreementType;
  status: AgreementStatus;
  marking: Marking;
  agency: NamedRef;
  owner: NamedRef | null;
  /** Codes of the vocabulary `strand`. */
  strands: string[];
  effectiveOn: CalendarDate | null;
  endOn: CalendarDate | null;
  noticeDeadlineOn: CalendarDate | null;
  reviewOn: CalendarDate | null;
  /** The first of those three that is still to come. */
  nextOn: CalendarDate;
  /** How likely it runs out, or on, without a decision: computed, never stored. */
  risk: RenewalRisk;
  /** Every reason for it. */
  riskReasons: RiskReason[];
}

export class RenewalPage {
  items: RenewalView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
