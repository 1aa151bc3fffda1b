import { Column, Entity } from 'typeorm';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { AuthoredRow } from '../../platform/database/record-rows.js';
import type { PlaybookEvent, PlaybookStep, PlaybookSubject } from './playbook.rules.js';

/** A named set of follow-ups. */
@Entity('playbooks')
export class Playbook extends AuthoredRow {
  /** Null: for all agencies. */
  @Column({ type: 'uuid', nullable: true, update: false })
  agencyId: string | null;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', update: false })
  aboutKind: PlaybookSubject;

  @Column({ type: 'jsonb' })
  steps: PlaybookStep[];

  @Column({ type: 'text', nullable: true })
  beginsOn: PlaybookEvent | null;

  @Column({ type: 'boolean' })
  beginsByItself: boolean;

  /** From this day on nobody starts it any more. */
  @Column({ type: 'date', nullable: true })
  retiredOn: CalendarDate | null;
}
