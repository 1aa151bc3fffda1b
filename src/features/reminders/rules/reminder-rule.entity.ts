import { Column, Entity } from 'typeorm';
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

  @Column({ type: 'text', update: false })
  template: string;

  @Column({ type: 'boolean' })
  enabled: boolean;

  @Column({ type: 'timestamptz', update: false })
  createdAt: Date;
}
