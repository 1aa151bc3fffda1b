import { Column, Entity } from 'typeorm';
import type { DayCount } from '../../../kernel/day-offsets.js';
import { VersionedRow } from '../../../platform/database/record-rows.js';

/** When reminders of one date go out. What it watches and the words of its mail stay; the rest administrators change. */
@Entity('reminder_rules')
export class ReminderRule extends VersionedRow {
  @Column({ type: 'text', update: false })
  code: string;

  @Column({ type: 'text' })
  name: string;

  /** The dated subject, such as `agreements.end`. */
  @Column({ type: 'text', update: false })
  subject: string;

  /** Days from the date, negative before it, in the order of time. */
  @Column({ type: 'int4', array: true })
  offsets: number[];

  /** Whether days are counted one by one, or from Monday to Friday without bank holidays. */
  @Column({ type: 'text' })
  dayCount: DayCount;

  /** After the last offset again every so many days, and so many times; both or neither. */
  @Column({ type: 'integer', nullable: true })
  repeatEvery: number | null;

  @Column({ type: 'integer', nullable: true })
  repeatTimes: number | null;

  /** So many days after the date the deputy is told too, and after twice as many the agency's lead. */
  @Column({ type: 'integer', nullable: true })
  escalateAfter: number | null;

  @Column({ type: 'text', update: false })
  template: string;

  @Column({ type: 'boolean' })
  enabled: boolean;

  @Column({ type: 'timestamptz', update: false })
  createdAt: Date;
}
