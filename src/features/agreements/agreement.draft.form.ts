import { Optional, Typed, TypedFields } from '../../platform/errors/fields.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { AgreementView } from './agreement.views.dto.js';

/** How many other parties and covered people the form has room for; more are added through the API. */
const parties = [1, 2, 3, 4] as const;
const people = [1, 2, 3, 4, 5] as const;
export const partyFields = parties.map((number) => `organisation${number}`);
export const personFields = people.map((number) => `person${number}`);

const dates = ['start', 'end', 'review'].flatMap((name) => [`${name}-day`, `${name}-month`, `${name}-year`]);

/**
 * What the form of a draft sends. `organisation1` and the like are names, with a choice among several in `organisation1-id`;
 * `signatory0` signs for one's own agency. `confirmed`, `change` and `key` (under which it is
 * made once) come from the page that shows the answers.
 */
@TypedFields([
  'version',
  'confirmed',
  'key',
  'change',
  'type',
  'title',
  'purpose',
  'signatory0',
  ...parties.map((number) => `signatory${number}`),
  ...[...partyFields, ...personFields].flatMap((name) => [name, `${name}-id`]),
  ...dates,
  'term',
  'termUnit',
  'noticeCount',
  'noticeUnit',
  'renewalType',
  'renewalMonths',
  'mostRenewals',
  'ownerUserId',
  'deputyUserId',
  'marking',
  'handling',
  'sharing',
  'releasableSummary',
  'parent',
])
export class AgreementDraftForm {
  [field: string]: string | undefined;
}

/** What a draft is begun from. */
export class NewAgreementForm {
  @Optional()
  @Typed()
  expertId?: string;

  @Optional()
  @Typed()
  organisationId?: string;
}

/** What the form shows of an agreement before anybody types. */
export function formOf(agreement: AgreementView): AgreementDraftForm {
  return {
    version: String(agreement.version),
    type: agreement.type,
    title: agreement.title,
    purpose: agreement.purpose ?? '',
    ...partsOf('start', agreement.effectiveOn),
    ...partsOf('end', agreement.endOn),
    ...partsOf('review', agreement.reviewOn),
    noticeCount: agreement.noticeCount === null ? '' : String(agreement.noticeCount),
    noticeUnit: agreement.noticeUnit ?? '',
    renewalType: agreement.renewalType,
    renewalMonths: agreement.renewalMonths === null ? '' : String(agreement.renewalMonths),
    mostRenewals: agreement.mostRenewals === null ? '' : String(agreement.mostRenewals),
    ownerUserId: agreement.owner?.id ?? '',
    deputyUserId: agreement.deputy?.id ?? '',
    marking: agreement.marking,
    handling: agreement.handling ?? '',
    sharing: agreement.sharing,
    releasableSummary: agreement.releasableSummary ?? '',
    parent: agreement.parent?.reference ?? '',
  };
}

function partsOf(name: string, date: CalendarDate | null): Record<string, string> {
  if (date === null) return {};
  const [year, month, day] = date.split('-').map(Number);
  return { [`${name}-day`]: String(day), [`${name}-month`]: String(month), [`${name}-year`]: String(year) };
}
