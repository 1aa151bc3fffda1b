import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { UserActor } from '../../kernel/actor.js';
import { addDays, type CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { highestMarking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import { timeBars, type Chart } from '../../platform/pages/charts/charts.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { filterErrorsOf, withoutBlanks } from '../../platform/pages/forms.js';
import { filterTags, listAddress } from '../../platform/pages/list-address.js';
import { page, Pages, type PageView } from '../../platform/pages/page.js';
import { dateWords, sentence } from '../../platform/pages/words.js';
import { agreementTypes, type AgreementType } from './agreement.status.rules.js';
import { AgreementLookups } from './agreement.lookups.js';
import { RenewalQueries } from './agreement.renewals.queries.js';
import { statusColours, typeWords } from './agreement.words.js';
import { renewalRisks } from './pipeline/renewal.risk.rules.js';
import { reasonsInWords, riskColours } from './pipeline/renewal.words.js';
import { renewalsFile } from './pipeline/renewals.csv.js';
import { RenewalFilters, RenewalListQuery, type RenewalPage, type RenewalView } from './pipeline/renewals.dto.js';
import { comingYear, RenewalsService } from './pipeline/renewals.service.js';

const path = '/agreements/renewals';

class RenewalsForm {
  @Optional()
  @Typed()
  type?: string;

  @Optional()
  @Typed()
  agencyId?: string;

  @Optional()
  @Typed()
  strand?: string;

  /** `me`, or a colleague's id. */
  @Optional()
  @Typed()
  ownerUserId?: string;

  @Optional()
  @Typed()
  risk?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

/** The coming year of agreements, as a picture and as a table by month. */
@Pages()
@Controller('agreements')
export class RenewalsWebController {
  constructor(
    private readonly queries: RenewalQueries,
    private readonly service: RenewalsService,
    private readonly lookups: AgreementLookups,
    private readonly clock: Clock,
  ) {}

  /** What ends, has its last day of notice or is reviewed within twelve months. */
  @Permit('agreements.write')
  @Get('renewals')
  async show(@CurrentActor() actor: UserActor, @Query() form: RenewalsForm): Promise<PageView> {
    try {
      const { limit, cursor, ...filters } = validate(RenewalListQuery, withoutBlanks(form), 'query');
      const { to } = comingYear(this.clock.today());
      return await this.renewals(actor, form, await this.queries.until(actor, to, filters, { limit, cursor }), []);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      const errors = filterErrorsOf(error, [], ['type', 'agencyId', 'strand', 'ownerUserId', 'risk']);
      return this.renewals(actor, form, { items: [], nextCursor: null }, errors);
    }
  }

  /** The API's file, for whoever signs in with a cookie. */
  @Permit('agreements.write')
  @Get('renewals.csv')
  async exported(
    @CurrentActor() actor: UserActor,
    @Query() filters: RenewalFilters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = await this.service.exported(actor, filters);
    void reply
      .header('content-type', renewalsFile.mediaType)
      .header('content-disposition', `attachment; filename="${renewalsFile.name}"`);
    return text;
  }

  private async renewals(
    actor: UserActor,
    form: RenewalsForm,
    { items, nextCursor }: RenewalPage,
    errors: readonly FormError[],
  ): Promise<PageView> {
    const { from: today, to } = comingYear(this.clock.today());
    const [{ agencies, strands }, colleagues] = await Promise.all([
      this.queries.choices(actor),
      this.lookups.owners(actor),
    ]);
    const named = (all: readonly { id: string; name: string }[], otherwise: string) => (id: string) =>
      all.find((one) => one.id === id)?.name ?? otherwise;
    const tags = filterTags(path, form, {
      risk: (code) => `${sentence(code)} risk`,
      type: (code) => typeWords[code as AgreementType] ?? code,
      agencyId: named(agencies, 'One agency'),
      strand: named(strands, 'One strand'),
      ownerUserId: (id) => (id === 'me' ? 'Mine' : named(colleagues, 'One colleague')(id)),
    });
    const { cursor, ...filters } = form;
    const model = {
      title: 'Renewals',
      marking: highestMarking(items.map(({ marking }) => marking)),
      today,
      to,
      months: byMonth(items),
      count: items.length,
      picture: items.length > 0 ? pictureOf(items, today, to, nextCursor !== null) : null,
      quick: [30, 60, 90].map((days) => ({
        days,
        href: listAddress('/agreements', { endsBefore: addDays(today, days), sort: 'ends_next' }),
      })),
      next: nextCursor === null ? null : listAddress(path, { ...filters, cursor: nextCursor }),
      first: cursor ? listAddress(path, filters) : null,
      file: listAddress(`${path}.csv`, filters),
      form,
      tags,
      risks: renewalRisks,
      types: agreementTypes,
      agencies,
      strands,
      people: [{ id: 'me', name: 'Me' }, ...colleagues.filter(({ id }) => id !== actor.userId)],
      words: { type: typeWords },
      colours: { status: statusColours, risk: riskColours },
      errors,
    };
    return page('agreements/renewals', model, {
      status: errors.length > 0 ? 400 : 200,
      shown: { agreement: items },
    });
  }
}

/** A row of the table. */
type Listed = RenewalView & { readonly why: string };

/** In the order of the months in which the next thing of each falls; months without any are left out. */
function byMonth(items: readonly RenewalView[]): { month: string; items: Listed[] }[] {
  const months = new Map<string, Listed[]>();
  for (const item of items) {
    const month = dateWords(item.nextOn).replace(/^\d+ /, '');
    months.set(month, [...(months.get(month) ?? []), { ...item, why: reasonsInWords(item.riskReasons) }]);
  }
  return [...months].map(([month, found]) => ({ month, items: found }));
}

function pictureOf(items: readonly RenewalView[], from: CalendarDate, to: CalendarDate, more: boolean): Chart {
  const ending = items.filter(({ endOn }) => endOn !== null && endOn <= to).length;
  const agreements = items.length === 1 ? 'agreement needs' : 'agreements need';
  return timeBars({
    id: 'renewals',
    title: 'The coming twelve months',
    sentence: `${more ? 'The first ' : ''}${items.length} ${agreements} a decision from ${dateWords(from)} to ${dateWords(to)}: ${ending} of them ${ending === 1 ? 'ends' : 'end'}. A bar is the time in force; a diamond is the last day of notice or the day of review.`,
    from,
    to,
    bars: items.map((one) => ({
      text: `${one.reference} ${one.title}`,
      href: `/agreements/${one.reference}`,
      from: one.effectiveOn,
      to: one.endOn,
      marks: [
        ...(one.noticeDeadlineOn === null ? [] : [{ on: one.noticeDeadlineOn, text: 'Last day of notice' }]),
        ...(one.reviewOn === null ? [] : [{ on: one.reviewOn, text: 'Review' }]),
      ],
    })),
  });
}
