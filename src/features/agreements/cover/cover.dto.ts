import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { markings, type Marking } from '../../../kernel/marking.js';
import type { ShownRecords } from '../../../platform/pages/page.js';
import { IsDate, IsId, OneOf, Optional } from '../../../platform/errors/fields.js';
import type { AgreementStatus, AgreementType } from '../agreement.status.rules.js';
import { coverPurposes, type CoverNeed, type CoverPurpose, type CoverReasonCode } from './cover.rules.js';

export class CoverQuery {
  /** The person with whom something is to be shared. */
  @IsId()
  expertId: string;

  /** What is to be shared. */
  @OneOf(coverPurposes)
  purpose: CoverPurpose;

  /** The marking of what is to be shared; OFFICIAL unless you say otherwise. */
  @Optional()
  @OneOf(markings)
  marking?: Marking;

  /** The day, Europe/London: today unless you say otherwise, and a year ahead at most. */
  @Optional()
  @IsDate()
  on?: CalendarDate;

  /** The agency that would share; your own unless you say otherwise. */
  @Optional()
  @IsId()
  agencyId?: string;
}

class NamedRef {
  id: string;
  name: string;
}

class CoverPersonView extends NamedRef {
  reference: string;
}

class CoverAgreementRef {
  id: string;
  reference: string;
  marking: Marking;
}

class CoverReasonView {
  code: CoverReasonCode;
  /** The same as a sentence. */
  text: string;
  /** The agreement that it is about. */
  agreement: CoverAgreementRef | null;
}

class CoverNeedView {
  need: CoverNeed;
  met: boolean;
  /** What meets it, or each thing that stands in the way. */
  reasons: CoverReasonView[];
}

export class CoverView {
  expert: CoverPersonView;
  agency: NamedRef;
  purpose: CoverPurpose;
  /** Of what is to be shared. */
  sharedMarking: Marking;
  /** The day that was asked about, Europe/London. */
  sharedOn: CalendarDate;
  /** True when every need is met. */
  covered: boolean;
  /** What this purpose and marking need, in turn. */
  needs: CoverNeedView[];
  /** On what the answer rests: on what you may see. */
  restsOn: string;
  /** Of this answer: the highest of the agreements that it names. */
  marking: Marking;
}

/** Exactly one of the two. */
export class ExistingCoverQuery {
  @Optional()
  @IsId()
  expertId?: string;

  @Optional()
  @IsId()
  organisationId?: string;
}

export const coverKinds = ['covers_person', 'binds_employer', 'binds_body'] as const;
export type CoverKind = (typeof coverKinds)[number];

export class ExistingCoverView {
  id: string;
  reference: string;
  type: AgreementType;
  title: string;
  status: AgreementStatus;
  marking: Marking;
  /** The last day in force, Europe/London. */
  endOn: CalendarDate | null;
  /** The agency that keeps it. */
  agency: NamedRef;
  /** It names the person, binds a body that they work for without naming them, or binds the body that was asked about. */
  because: CoverKind;
}

export class ExistingCover {
  /** In force today; those that name the person first, fifty at most. */
  items: ExistingCoverView[];
}

/** A check is a reading of the person, and of the agreements that it names. */
export function readInCheck({ expert, needs }: CoverView): ShownRecords {
  const named = needs.flatMap(({ reasons }) => reasons.flatMap(({ agreement }) => agreement ?? []));
  return {
    expert: [{ id: expert.id, marking: 'OFFICIAL' }],
    agreement: [...new Map(named.map((one) => [one.id, one])).values()],
  };
}
