import { IsBoolean } from 'class-validator';
import { IsDate, IsId, ListOf, OneOf, Optional, Text, WholeNumber } from '../../platform/errors/fields.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { approvalKinds, type ApprovalKind } from './approvals/approval.rules.js';

/** One approval that a submission asks somebody for. */
export class NamedApprovalDto {
  @OneOf(approvalKinds)
  kind: ApprovalKind;

  /** Somebody of your agency who can approve. Never the author, the owner or whoever submits it. */
  @IsId()
  assigneeUserId: string;

  /** By when, Europe/London. Left out: ten days after they are asked. */
  @Optional()
  @IsDate()
  dueOn?: CalendarDate;
}

export const signatureMethods = ['on_paper', 'electronic', 'exchange_of_letters'] as const;
export type SignatureMethod = (typeof signatureMethods)[number];

export const offeredSteps = [
  'submit',
  'approve',
  'return',
  'delegate',
  'recall',
  'sign',
  'withdraw',
  'terminate',
] as const;
export type OfferedStep = (typeof offeredSteps)[number];

export class AgreementStepDto {
  @OneOf(offeredSteps)
  step: OfferedStep;

  /** submit: who gives every approval that `approvals` does not name. delegate: who decides instead. Never the author. */
  @Optional()
  @IsId()
  assigneeUserId?: string;

  /** submit: by when, for the approvals that say no day of their own, Europe/London. */
  @Optional()
  @IsDate()
  dueOn?: CalendarDate;

  /** submit: who gives which approval. Those that the type needs are asked for in any case; others may be added. */
  @Optional()
  @ListOf(() => NamedApprovalDto, approvalKinds.length)
  approvals?: NamedApprovalDto[];

  /** submit: true to ask one after the other, in the order that the type lists them, and then those that were added. */
  @Optional()
  @IsBoolean()
  serial?: boolean;

  /** approve, return, delegate: which approval, where several are yours to give. Left out: all of yours that are open. */
  @Optional()
  @IsId()
  approvalId?: string;

  /** return, delegate, recall, withdraw, terminate: why. approve: anything the decision log should say. */
  @Optional()
  @Text({ max: 2000 })
  reason?: string;

  /** sign: the party that signed. */
  @Optional()
  @IsId()
  organisationId?: string;

  /** sign: the day it signed, Europe/London; terminate: the first day no longer in force. */
  @Optional()
  @IsDate()
  on?: CalendarDate;

  /** sign: who signed. */
  @Optional()
  @Text({ max: 200 })
  signatoryName?: string;

  /** sign: their office, such as "Head of Research Contracts". */
  @Optional()
  @Text({ max: 200 })
  office?: string;

  /** sign: whom they signed for besides the party, such as a unit that cannot sign. */
  @Optional()
  @Text({ max: 200 })
  onBehalfOf?: string;

  /** sign: how. */
  @Optional()
  @OneOf(signatureMethods)
  method?: SignatureMethod;

  /** sign: the version of the wording that they signed. Left out: the current one. One that has been replaced is refused. */
  @Optional()
  @WholeNumber(1, 9999)
  documentVersion?: number;
}
