import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
import { IsDate, IsId, Optional } from '../../../platform/errors/fields.js';
import { ListQuery } from '../../../platform/errors/list-query.js';
import type { SignatureMethod } from '../agreement.step.dto.js';

class NamedRef {
  id: string;
  name: string;
}

class SignedTextView {
  documentId: string;
  /** Of the version that was signed. */
  number: number;
  /** Of that version's bytes, as it was when they signed. */
  sha256: string;
}

export class SignatureView {
  id: string;
  /** Of the agreement. */
  marking: Marking;
  /** For which party. */
  party: NamedRef;
  signatoryName: string;
  office: string | null;
  /** Whom they signed for besides the party, such as a unit that cannot sign. */
  onBehalfOf: string | null;
  /** Europe/London. */
  signedOn: CalendarDate;
  /** Null when nobody said. */
  method: SignatureMethod | null;
  text: SignedTextView;
  /** Who recorded it; null to readers outside the agency that keeps the agreement. */
  recordedBy: NamedRef | null;
  recordedAt: Date;
}

export class SignatureList {
  items: SignatureView[];
  /** The version that somebody who signs now would sign; null while none is kept. */
  textVersion: number | null;
}

export class SignatureListQuery extends ListQuery {
  /** For this party. */
  @Optional()
  @IsId()
  organisationId?: string;

  /** Signed on this day or later, Europe/London. */
  @Optional()
  @IsDate()
  from?: CalendarDate;

  /** Signed on this day or earlier, Europe/London. */
  @Optional()
  @IsDate()
  to?: CalendarDate;
}

class SignedAgreementView {
  id: string;
  reference: string;
  title: string;
}

export class ListedSignatureView extends SignatureView {
  agreement: SignedAgreementView;
}

export class SignaturePage {
  items: ListedSignatureView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
