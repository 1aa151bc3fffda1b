import { Column, Entity } from 'typeorm';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { AuthoredRow } from '../../../platform/database/record-rows.js';
import type { RecurrenceUnit } from './obligation.rules.js';

/** What one party of an agreement owes. Each time it falls due is a row beside it, changed under its version. */
@Entity('obligations')
export class Obligation extends AuthoredRow {
  @Column({ type: 'uuid', update: false })
  agreementId: string;

  /** The agency that keeps the agreement. */
  @Column({ type: 'uuid', update: false })
  agencyId: string;

  /** The party that owes it. */
  @Column({ type: 'uuid' })
  organisationId: string;

  @Column({ type: 'text' })
  what: string;

  @Column({ type: 'uuid', nullable: true })
  ownerUserId: string | null;

  /** Somebody of the other side, by name. */
  @Column({ type: 'text', nullable: true })
  ownerName: string | null;

  @Column({ type: 'date' })
  dueOn: CalendarDate;

  @Column({ type: 'integer', nullable: true })
  everyCount: number | null;

  @Column({ type: 'text', nullable: true })
  everyUnit: RecurrenceUnit | null;

  @Column({ type: 'date', nullable: true })
  untilOn: CalendarDate | null;

  @Column({ type: 'boolean' })
  survivesEnd: boolean;

  @Column({ type: 'boolean' })
  sharedWithAcademic: boolean;

  @Column({ type: 'date', nullable: true })
  lapsedOn: CalendarDate | null;

  @Column({ type: 'text', nullable: true })
  lapseReason: string | null;
}
