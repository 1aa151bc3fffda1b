import type { Marking } from '../../kernel/marking.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { IsId, ListOf, Optional, Text, WholeNumber } from '../../platform/errors/fields.js';

/** The most that changes hands at once: each is a change of its own, and all are one transaction. */
export const mostHandedOver = 500;

/** One record and the version of it that was seen. */
export class HandedRecordDto {
  @IsId()
  id: string;

  @WholeNumber(1, 2_000_000_000)
  version: number;
}

/** One kind of what somebody looks after: all of it, or some records of it. */
export class HandedKindDto {
  /** As `kinds[].name` of what is in their care, such as `agreements.owned`. */
  @Text({ max: 60 })
  name: string;

  /** All of the kind, as it was seen: `kinds[].seen`. Refused when anything of it has changed since. Instead of `records`. */
  @Optional()
  @Text({ max: 64 })
  seen?: string;

  /** Some of the kind. Instead of `seen`. */
  @Optional()
  @ListOf(() => HandedRecordDto, mostHandedOver)
  records?: HandedRecordDto[];
}

/** What changes hands: all of it or nothing. */
export class HandOverCareDto {
  /** Who takes it on: a liaison or partner of your agency. */
  @IsId()
  toUserId: string;

  /** Why: kept in the audit. */
  @Text({ max: 2000 })
  reason: string;

  /** 500 records at once at most. */
  @ListOf(() => HandedKindDto, 20)
  kinds: HandedKindDto[];
}

class ColleagueRef {
  id: string;
  name: string;
}

/** One record in somebody's care. */
export class CareRecordView {
  id: string;
  version: number;
  title: string;
  marking: Marking;
  /** Its page. */
  href: string;
}

/** One kind of what is in somebody's care. */
export class CareKindView {
  /** Such as `agreements.owned`. */
  name: string;
  /** The kind of record, such as `agreement`. */
  recordKind: string;
  /** How many of them you may change. */
  count: number;
  /** Stands for these records and their versions: send it back to hand over all of them. */
  seen: string;
  /** The first hundred by title. */
  records: CareRecordView[];
  /** Why these are not handed over here, and what to do instead; null when they are. */
  staysBecause: string | null;
}

/** Everything open that a colleague looks after in your agency. */
export class CareView {
  colleague: ColleagueRef;
  /** True once they can sign in no more. */
  hasLeft: boolean;
  /** The first and the last day away, Europe/London, and who takes over. */
  awayFrom: CalendarDate | null;
  awayTo: CalendarDate | null;
  cover: ColleagueRef | null;
  /** Those of which there is something. */
  kinds: CareKindView[];
  /** How many more there are that you may not see: only those named in them can hand them over. */
  unseen: number;
}

/** A colleague in whose care something is. */
export class ColleagueInCareView extends ColleagueRef {
  hasLeft: boolean;
  awayFrom: CalendarDate | null;
  awayTo: CalendarDate | null;
  /** How many open records in their care you may change. */
  count: number;
}

export class ColleaguesView {
  items: ColleagueInCareView[];
}

export class HandedKindView {
  name: string;
  count: number;
}

export class HandedOverView {
  from: ColleagueRef;
  to: ColleagueRef;
  kinds: HandedKindView[];
}
