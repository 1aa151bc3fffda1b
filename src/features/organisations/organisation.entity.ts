import { Column, Entity } from 'typeorm';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { Audience } from '../../kernel/marking.js';
import { VersionedRow } from '../../platform/database/record-rows.js';
import type { Jurisdiction, OrganisationKind, RorStatus } from './organisation.rules.js';

/** A body of any kind: where researchers work, an agency, or part of one. */
@Entity('organisations')
export class Organisation extends VersionedRow {
  @Column({ type: 'text' })
  kind: OrganisationKind;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', nullable: true })
  shortName: string | null;

  @Column({ type: 'text', array: true })
  aliases: string[];

  @Column({ type: 'uuid', nullable: true })
  parentId: string | null;

  @Column({ type: 'text', nullable: true })
  jurisdiction: Jurisdiction | null;

  @Column({ type: 'char', length: 2 })
  country: string;

  @Column({ type: 'text', nullable: true })
  audience: Audience | null;

  @Column({ type: 'text', nullable: true })
  rorId: string | null;

  @Column({ type: 'text', nullable: true })
  rorStatus: RorStatus | null;

  @Column({ type: 'text', nullable: true })
  website: string | null;

  @Column({ type: 'text', array: true })
  emailDomains: string[];

  @Column({ type: 'date', nullable: true })
  validFrom: CalendarDate | null;

  @Column({ type: 'date', nullable: true })
  validTo: CalendarDate | null;

  @Column({ type: 'uuid', nullable: true })
  predecessorId: string | null;

  @Column({ type: 'uuid', nullable: true })
  successorId: string | null;

  @Column({ type: 'uuid', nullable: true })
  signsThroughId: string | null;

  @Column({ type: 'date', nullable: true })
  jointControllerFrom: CalendarDate | null;

  @Column({ type: 'uuid', nullable: true })
  leadUserId: string | null;

  @Column({ type: 'uuid', nullable: true })
  deputyUserId: string | null;

  @Column({ type: 'boolean', update: false })
  invented: boolean;

  @Column({ type: 'timestamptz', update: false })
  createdAt: Date;
}
