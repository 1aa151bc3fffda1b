import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Marking, Sharing } from '../../kernel/marking.js';
import type { InteractionKind } from './interaction.rules.js';

/** One interaction's own row. Who took part and what was corrected are tables beside it, changed under its version. */
@Entity('interactions')
export class Interaction {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'integer' })
  version: number;

  @Column({ type: 'uuid', update: false })
  agencyId: string;

  @Column({ type: 'text' })
  marking: Marking;

  @Column({ type: 'text', nullable: true })
  handling: string | null;

  @Column({ type: 'text' })
  sharing: Sharing;

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

  @Column({ type: 'uuid', nullable: true, update: false })
  createdByUserId: string | null;

  @Column({ type: 'timestamptz', update: false })
  createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;
}
