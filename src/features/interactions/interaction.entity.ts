import { Column, Entity } from 'typeorm';
import { ShareableRow } from '../../platform/database/record-rows.js';
import type { InteractionKind } from './interaction.rules.js';

/** One interaction's own row. Who took part and what was corrected are tables beside it, changed under its version. */
@Entity('interactions')
export class Interaction extends ShareableRow {
  @Column({ type: 'text' })
  kind: InteractionKind;

  @Column({ type: 'timestamptz' })
  happenedAt: Date;

  @Column({ type: 'integer', nullable: true })
  durationMinutes: number | null;

  @Column({ type: 'text' })
  subject: string;

  @Column({ type: 'text', nullable: true })
  notes: string | null;

  @Column({ type: 'text', nullable: true })
  outcome: string | null;

  @Column({ type: 'text', nullable: true })
  strand: string | null;

  @Column({ type: 'text', array: true })
  topics: string[];

  @Column({ type: 'boolean' })
  chathamHouse: boolean;

  @Column({ type: 'uuid', nullable: true })
  aboutExpertId: string | null;

  @Column({ type: 'uuid', nullable: true })
  aboutAgreementId: string | null;

  @Column({ type: 'uuid', nullable: true })
  aboutOrganisationId: string | null;
}
