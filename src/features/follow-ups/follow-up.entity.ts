import { Column, Entity } from 'typeorm';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { RecurrenceUnit } from '../../kernel/recurrence.js';
import { ShareableRow } from '../../platform/database/record-rows.js';
import type { FollowUpPriority } from './follow-up.lifecycle.js';
import type { FollowUpStatus } from './follow-up.rules.js';

/** One promise of what comes next. */
@Entity('follow_ups')
export class FollowUp extends ShareableRow {
  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'text', nullable: true })
  details: string | null;

  @Column({ type: 'date' })
  dueOn: CalendarDate;

  @Column({ type: 'uuid', nullable: true })
  assigneeUserId: string | null;

  /** When its assignee was given it, and by whom. */
  @Column({ type: 'timestamptz', nullable: true })
  assignedAt: Date | null;

  @Column({ type: 'uuid', nullable: true })
  assignedByUserId: string | null;

  @Column({ type: 'uuid', nullable: true })
  deputyUserId: string | null;

  @Column({ type: 'text' })
  priority: FollowUpPriority;

  @Column({ type: 'text' })
  status: FollowUpStatus;

  @Column({ type: 'date', nullable: true })
  snoozedUntil: CalendarDate | null;

  @Column({ type: 'text', nullable: true })
  outcome: string | null;

  @Column({ type: 'date', nullable: true })
  completedOn: CalendarDate | null;

  @Column({ type: 'timestamptz', nullable: true })
  completedAt: Date | null;

  @Column({ type: 'uuid', nullable: true })
  completedByUserId: string | null;

  @Column({ type: 'uuid', nullable: true, update: false })
  aboutExpertId: string | null;

  @Column({ type: 'uuid', nullable: true, update: false })
  aboutAgreementId: string | null;

  @Column({ type: 'uuid', nullable: true, update: false })
  aboutInteractionId: string | null;

  @Column({ type: 'uuid', nullable: true, update: false })
  aboutOrganisationId: string | null;

  @Column({ type: 'uuid', nullable: true, update: false })
  continuesId: string | null;

  /** How often it comes round again; null when it happens once, as are the five that follow. */
  @Column({ type: 'integer', nullable: true })
  everyCount: number | null;

  @Column({ type: 'text', nullable: true })
  everyUnit: RecurrenceUnit | null;

  /** The day of the first time of its series, from which all others are counted. */
  @Column({ type: 'date', nullable: true })
  seriesFirstOn: CalendarDate | null;

  /** Which time of its series it is, counted from nought. */
  @Column({ type: 'integer', nullable: true })
  seriesNumber: number | null;

  /** The last day on which it may be due again. */
  @Column({ type: 'date', nullable: true })
  seriesUntilOn: CalendarDate | null;

  /** How many times in all. */
  @Column({ type: 'integer', nullable: true })
  seriesTimes: number | null;
}
