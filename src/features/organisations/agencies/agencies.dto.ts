import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { audiences, type Audience } from '../../../kernel/marking.js';
import { BooleanInQuery, OneOf, Optional, Text } from '../../../platform/errors/fields.js';
import { ListQuery } from '../../../platform/errors/list-query.js';
import { agencyKinds, type AgencyKind, type Jurisdiction, type OrganisationKind } from '../organisation.rules.js';
import { OrganisationRef } from '../organisations.dto.js';

export class AgencyListQuery extends ListQuery {
  /** Part of the name, the short name or an alias. */
  @Optional()
  @Text({ max: 200 })
  q?: string;

  @Optional()
  @OneOf(agencyKinds)
  kind?: AgencyKind;

  @Optional()
  @OneOf(audiences)
  audience?: Audience;

  /** Also agencies that have ended. */
  @Optional()
  @BooleanInQuery()
  former?: boolean;
}

export class AgencyFigureView {
  /** What is counted, such as `agreements.in-force`. */
  figure: string;
  /** How many of them you may see, up to 1,000. What is hidden from you is not counted. */
  count: number;
  /** True when there are more than `count` says. */
  more: boolean;
}

class UnitView extends OrganisationRef {
  /** The agency itself, or the unit that this one is part of. */
  parentId: string;
}

class AncestorView extends OrganisationRef {
  kind: OrganisationKind;
}

export class AgencySummaryView {
  id: string;
  /** Of the organisation: what `If-Match` of PATCH /organisations/:id takes. */
  version: number;
  kind: AgencyKind;
  name: string;
  shortName: string | null;
  jurisdiction: Jurisdiction | null;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Which of the shared records it may read. */
  audience: Audience | null;
  /** Who to turn to there; null while nobody is named, and to academics. */
  lead: OrganisationRef | null;
  deputy: OrganisationRef | null;
  parent: OrganisationRef | null;
  successor: OrganisationRef | null;
  /** Its units and theirs that have not ended, by name. */
  units: UnitView[];
  /** What it has going on, as far as you may see; null to roles that do not work with records. */
  activity: AgencyFigureView[] | null;
  /** The last day it exists, Europe/London; null while no end is known. */
  validTo: CalendarDate | null;
}

export class AgencyView extends AgencySummaryView {
  aliases: string[];
  website: string | null;
  validFrom: CalendarDate | null;
  /** The bodies above it, the nearest first. */
  ancestors: AncestorView[];
  /** The body it continues. */
  predecessor: OrganisationRef | null;
  /** The bodies that name it as their successor: several when agencies merged. */
  absorbed: OrganisationRef[];
  /** The body that signs for it, when it is not a legal entity itself. */
  signsThrough: OrganisationRef | null;
  /** The first day on which it reads other agencies' people, Europe/London; null before there is an arrangement. */
  jointControllerFrom: CalendarDate | null;
}

export class AgencyPage {
  items: AgencySummaryView[];
  /** Give it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}
