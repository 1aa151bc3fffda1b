import { Column, Entity } from 'typeorm';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { AuthoredRow } from '../../platform/database/record-rows.js';
import type { Availability, CareerStage, ExpertKind, FieldAudiences, LawfulBasis } from './expert.rules.js';

/** One person's own row. Affiliations and expertise are tables beside it, changed under its version. */
@Entity('experts')
export class Expert extends AuthoredRow {
  @Column({ type: 'text', update: false })
  reference: string;

  @Column({ type: 'text' })
  kind: ExpertKind;

  @Column({ type: 'text', nullable: true })
  title: string | null;

  @Column({ type: 'text' })
  givenName: string;

  @Column({ type: 'text' })
  familyName: string;

  @Column({ type: 'text', nullable: true })
  knownAs: string | null;

  @Column({ type: 'citext', nullable: true })
  email: string | null;

  @Column({ type: 'text', nullable: true })
  phone: string | null;

  @Column({ type: 'text', nullable: true })
  orcid: string | null;

  /** When they signed in at ORCID; cleared when the iD changes. */
  @Column({ type: 'timestamptz', nullable: true })
  orcidVerifiedAt: Date | null;

  @Column({ type: 'text', nullable: true })
  biography: string | null;

  @Column({ type: 'text', nullable: true })
  interests: string | null;

  @Column({ type: 'text', array: true })
  languages: string[];

  @Column({ type: 'char', length: 2, nullable: true })
  country: string | null;

  @Column({ type: 'text', nullable: true })
  website: string | null;

  @Column({ type: 'text' })
  availability: Availability;

  @Column({ type: 'date', nullable: true })
  availableUntil: CalendarDate | null;

  @Column({ type: 'text', nullable: true })
  careerStage: CareerStage | null;

  @Column({ type: 'text' })
  lawfulBasis: LawfulBasis;

  @Column({ type: 'date', nullable: true })
  privacyNoticeSentOn: CalendarDate | null;

  @Column({ type: 'date', nullable: true })
  objectedOn: CalendarDate | null;

  @Column({ type: 'date', nullable: true })
  restrictedOn: CalendarDate | null;

  /** Why, in the person's own words, when they said so themselves; likewise the next. */
  @Column({ type: 'text', nullable: true })
  objectionText: string | null;

  @Column({ type: 'text', nullable: true })
  restrictionText: string | null;

  /** When the person last said that their profile is correct. */
  @Column({ type: 'date', nullable: true })
  profileConfirmedOn: CalendarDate | null;

  /** When they were last asked whether it is. */
  @Column({ type: 'date', nullable: true })
  confirmationAskedOn: CalendarDate | null;

  @Column({ type: 'boolean' })
  doNotContact: boolean;

  @Column({ type: 'text', nullable: true })
  contactPreferences: string | null;

  @Column({ type: 'jsonb' })
  fieldAudience: FieldAudiences;

  @Column({ type: 'uuid', update: false })
  agencyId: string;
}
