import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CalendarDate } from '../../../kernel/calendar-date.js';

/** One term of a vocabulary. Its code is what records keep, so it never changes and the term is never deleted. */
@Entity('vocabulary_terms')
export class VocabularyTerm {
  @PrimaryColumn('uuid')
  id: string;

  @Column({ type: 'integer' })
  version: number;

  @Column({ type: 'text', update: false })
  scheme: string;

  @Column({ type: 'text', update: false })
  code: string;

  @Column({ type: 'text' })
  label: string;

  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Column({ type: 'text', array: true })
  synonyms: string[];

  @Column({ type: 'text', update: false })
  edition: string;

  @Column({ type: 'integer', update: false })
  position: number;

  @Column({ type: 'date', nullable: true })
  retiredOn: CalendarDate | null;
}
