import type { Sql } from 'sql-template-tag';
import type { Actor, UserActor } from './actor.js';
import type { CalendarDate } from './calendar-date.js';

/** A record as one feature names it to another: what it is, and which one. */
export interface RecordRef {
  readonly kind: string;
  readonly id: string;
}

/**
 * A date that matters, exported by the feature that owns it, so that the reminder engine needs to know nothing of agreements
 * or follow-ups.
 */
export interface DatedSubject {
  /** The wire name, such as `agreements.end`. */
  readonly name: string;
  /** The kind of record it dates, such as `agreement`, and the table it stands in, which has the `agency_id` that keeps it. */
  readonly recordKind: string;
  readonly table: string;
  /** Where a mail's link leads; `:reference` and `:id` are replaced. */
  readonly path: string;
  /**
   * One statement that yields, for every record whose date lies between the two: `recordId`, `reference`, `anchorOn`,
   * `ownerUserId`, `deputyUserId`, `agencyId`, and `forNamedOnly`: true when only owner and deputy may read it, so that nobody
   * can stand in for them. It does not list records for which the date no longer matters, such as a terminated agreement or a
   * follow-up that is done.
   */
  readonly select: (from: CalendarDate, to: CalendarDate, today: CalendarDate) => Sql;
  /** Where the link leads for the person themselves, where the record is a person who may be told of their own. */
  readonly ownPath?: string;
  /**
   * Given where the first of them is the person of the record with an account of their own: whether one may write to them, asked
   * at the moment of sending, by the alias of the table.
   */
  readonly asksPerson?: (aliasName: string) => Sql;
  /** True when the first of them may be an approver too: whoever the date asks something of, not who looks after the record. */
  readonly asksApprovers?: boolean;
  /** Which of the records somebody may read: asked of the ledger's reader, and of the recipient at the moment of sending. */
  readonly visibleTo: (actor: Actor, aliasName: string, today: CalendarDate) => Sql;
  /** What a record is called and how it is marked, by the alias of its table: told to whoever `visibleTo` holds for. */
  readonly title: (aliasName: string) => Sql;
  readonly marking: (aliasName: string) => Sql;
}

/**
 * A number beside a place of the navigation, on every page of whoever may open it, exported by the feature that owns what it
 * counts: so that the pages need to know nothing of notifications.
 */
export interface Badge {
  /** The place it stands beside. */
  readonly href: string;
  /** What it counts, in the singular and the plural: read out where the figure alone says too little. */
  readonly words: readonly [one: string, several: string];
  /** One statement that yields a row for each. It is asked with every page, and for no more rows than a badge can show. */
  readonly records: (actor: UserActor, today: CalendarDate) => Sql;
}

/**
 * A figure of what an agency has going on, exported by the feature whose records it counts, so that the view of an agency needs
 * to know nothing of agreements or relationships and never counts what its reader may not see.
 */
export interface AgencyFigure {
  /** The wire name, such as `agreements.in-force`. */
  readonly name: string;
  /**
   * One statement that yields a row for each record of the agency that the actor may see. `agencyId` is a column of the
   * statement around it, whose alias is `o`.
   */
  readonly records: (actor: UserActor, agencyId: Sql, today: CalendarDate) => Sql;
}

/**
 * A figure of what waits for somebody, exported by the feature whose records it counts: told to whoever looks after accounts,
 * before they disable one. It says how many and nothing of which.
 */
export interface UserFigure {
  /** The wire name, such as `agreements.owned`. */
  readonly name: string;
  /** One statement that yields a row for each record. `userId` is a column of the statement around it, whose alias is `u`. */
  readonly records: (userId: Sql, today: CalendarDate) => Sql;
}

/**
 * What somebody looks after and a colleague can take over, exported by the feature that owns it: so that the page of all that is in
 * somebody's care needs to know nothing of agreements or follow-ups. That figures are counted per account is `UserFigure`.
 */
export interface Care {
  /** The wire name, such as `agreements.owned`. */
  readonly name: string;
  /** The kind of record, such as `agreement`: for the log of readings. */
  readonly recordKind: string;
  /** What it is, in the singular and the plural: "agreement owned", "agreements owned". */
  readonly words: readonly [one: string, several: string];
  /** Where each leads; `:id` is replaced by `pageId`. */
  readonly path: string;
  /** Why it is listed and not handed over here, and what to do instead; left out when it is handed over. */
  readonly staysBecause?: string;
  /**
   * One statement that yields, for every open record of the actor's agency that somebody looks after: `userId` (who does), `id`,
   * `pageId`, `version`, `title`, `marking`, and `mine`: whether the actor may change it. Of a record that is not theirs nothing
   * is told but that there is one.
   */
  readonly select: (actor: UserActor, agencyId: string, today: CalendarDate) => Sql;
}

/**
 * What came of an agreement, exported by the feature whose records it lists: for whoever decides what becomes of it at its end.
 */
export interface AgreementAchievement {
  /** The wire name, such as `interactions.held`. */
  readonly name: string;
  /** The kind of record that it lists, such as `interaction`: for the log of readings. */
  readonly recordKind: string;
  /** Where each leads; `:id` is replaced. */
  readonly path: string;
  /**
   * One statement that yields a row for each record about the agreement that the actor may see and that happened, or was done, by
   * today: `id`, `title`, `on` (a day of Europe/London) and `marking`. `agreementId` is a column of the statement around it.
   */
  readonly records: (actor: Actor, agreementId: Sql, today: CalendarDate) => Sql;
}

/**
 * Something that arrives for somebody and that their first page tells them of, exported by the feature that owns it: so that the
 * page needs to know nothing of approvals, requests or profile changes.
 */
export interface Arrival {
  /** The wire name, such as `agreements.put-to-me`. */
  readonly name: string;
  /** The kind of record it leads to, such as `agreement`: for the log of readings. */
  readonly recordKind: string;
  /** Where it leads; `:id` is replaced. */
  readonly path: string;
  /**
   * One statement that yields what arrived for the actor after an instant and what they may read: `recordId`, `title`, `said`
   * (what happened, as the end of a sentence), `marking` and `at`.
   */
  readonly select: (actor: UserActor, since: Date, today: CalendarDate) => Sql;
}
