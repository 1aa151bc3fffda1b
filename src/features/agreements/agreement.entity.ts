import { Column, Entity } from 'typeorm';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { ShareableRow } from '../../platform/database/record-rows.js';
import type { AgreementStage, AgreementType, NoticeUnit, RenewalType } from './agreement.status.rules.js';
import type { KeyTerms } from './types/key-terms.rules.js';

/** One agreement's own row. Its parties, people, covered persons and approvals are tables beside it, changed under its version. */
@Entity('agreements')
export class Agreement extends ShareableRow {
  @Column({ type: 'text', update: false })
  reference: string;

  @Column({ type: 'text' })
  type: AgreementType;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'text', nullable: true })
  purpose: string | null;

  @Column({ type: 'text', array: true })
  strands: string[];

  @Column({ type: 'text', array: true })
  topics: string[];

  @Column({ type: 'uuid', nullable: true })
  ownerUserId: string | null;

  @Column({ type: 'uuid', nullable: true })
  deputyUserId: string | null;

  @Column({ type: 'text' })
  stage: AgreementStage;

  @Column({ type: 'date', nullable: true })
  effectiveOn: CalendarDate | null;

  @Column({ type: 'date', nullable: true })
  endOn: CalendarDate | null;

  @Column({ type: 'date', nullable: true })
  reviewOn: CalendarDate | null;

  @Column({ type: 'integer', nullable: true })
  noticeCount: number | null;

  @Column({ type: 'text', nullable: true })
  noticeUnit: NoticeUnit | null;

  @Column({ type: 'text' })
  renewalType: RenewalType;

  @Column({ type: 'integer', nullable: true })
  renewalMonths: number | null;

  @Column({ type: 'integer', nullable: true })
  mostRenewals: number | null;

  @Column({ type: 'integer' })
  renewalsBefore: number;

  @Column({ type: 'date', nullable: true })
  renewalStoppedOn: CalendarDate | null;

  @Column({ type: 'integer', nullable: true })
  survivalMonths: number | null;

  @Column({ type: 'integer' })
  expiringDays: number;

  @Column({ type: 'integer' })
  noticeWindowDays: number;

  @Column({ type: 'date', nullable: true })
  executedOn: CalendarDate | null;

  @Column({ type: 'date', nullable: true })
  withdrawnOn: CalendarDate | null;

  @Column({ type: 'date', nullable: true })
  terminatedOn: CalendarDate | null;

  @Column({ type: 'text', nullable: true })
  closingReason: string | null;

  /** The agreement under which it stands, such as a contract under a memorandum. */
  @Column({ type: 'uuid', nullable: true })
  parentId: string | null;

  /** The agreement that this one was drafted to replace. */
  @Column({ type: 'uuid', nullable: true, update: false })
  succeedsId: string | null;

  @Column({ type: 'uuid', nullable: true })
  supersededById: string | null;

  @Column({ type: 'date', nullable: true })
  supersededOn: CalendarDate | null;

  @Column({ type: 'bigint', nullable: true })
  valuePence: number | null;

  @Column({ type: 'char', length: 3, nullable: true })
  currency: string | null;

  @Column({ type: 'text', nullable: true })
  fundingSource: string | null;

  @Column({ type: 'text', nullable: true })
  intellectualPropertyTerms: string | null;

  @Column({ type: 'text', nullable: true })
  publicationTerms: string | null;

  @Column({ type: 'text', nullable: true })
  releasableSummary: string | null;

  /** What its type settles beyond the terms above, by name. */
  @Column({ type: 'jsonb' })
  keyTerms: KeyTerms;
}
