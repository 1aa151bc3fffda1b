import { Column, Entity } from 'typeorm';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { AuthoredRow } from '../../../platform/database/record-rows.js';
import type { AmendmentChanges, AmendmentStage } from './amendment.rules.js';

/** A numbered change of what is signed. Its approvals and signatures are tables beside it. */
@Entity('agreement_amendments')
export class AgreementAmendment extends AuthoredRow {
  @Column({ type: 'uuid', update: false })
  agreementId: string;

  /** From 1 within the agreement, never given twice. */
  @Column({ type: 'integer', update: false })
  number: number;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'text' })
  reason: string;

  @Column({ type: 'jsonb' })
  changes: AmendmentChanges;

  /** What the terms that it changes were when it took effect. */
  @Column({ type: 'jsonb', nullable: true })
  before: AmendmentChanges | null;

  /** From when it is agreed to take effect; once it is executed, from when it did. */
  @Column({ type: 'date', nullable: true })
  effectiveOn: CalendarDate | null;

  @Column({ type: 'text' })
  stage: AmendmentStage;

  @Column({ type: 'date', nullable: true })
  executedOn: CalendarDate | null;

  @Column({ type: 'date', nullable: true })
  withdrawnOn: CalendarDate | null;

  @Column({ type: 'text', nullable: true })
  closingReason: string | null;
}
