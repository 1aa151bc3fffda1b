import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { Marking } from '../../../kernel/marking.js';
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
