import { ApiProperty } from '@nestjs/swagger';
import type { AgreementType, NoticeUnit, RenewalType } from '../agreement.status.rules.js';
import type { ApprovalKind } from '../approvals/approval.rules.js';
import type { KeyTerm } from './key-terms.rules.js';

class KeyTermView {
  /** The name in `keyTerms` of an agreement. */
  name: string;
  label: string;
  hint: string | null;
  /** What the value is: `text`, `yes_no` (true or false), `date` (YYYY-MM-DD), `whole_number`, or `choice`. */
  kind: KeyTerm['kind'];
  /** Whether the agreement needs it before it goes to approval. */
  needed: boolean;
  /** For a choice: each code with its words. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, nullable: true })
  choices: Record<string, string> | null;
  /** For a whole number. */
  least: number | null;
  most: number | null;
}

export class AgreementTypeView {
  type: AgreementType;
  /** How long it usually lasts, in months; null where it lasts as long as the project or service. */
  termMonths: number | null;
  renewalType: RenewalType;
  noticeCount: number | null;
  noticeUnit: NoticeUnit | null;
  /** How many days before the end it counts as expiring. */
  expiringDays: number;
  /** How many days before the notice deadline its window opens. */
  noticeWindowDays: number;
  /** How long confidentiality usually outlives the end, in months. */
  survivalMonths: number | null;
  /** Whether it is usually meant to bind in law. */
  binding: boolean;
  /** Whose approval it needs, in the order in which serial approval asks for them. */
  approvals: ApprovalKind[];
  keyTerms: KeyTermView[];
}

export class AgreementTypeList {
  items: AgreementTypeView[];
}
