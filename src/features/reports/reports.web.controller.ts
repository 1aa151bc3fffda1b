import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { statusOnThePage } from '../../platform/pages/forms.js';
import { filterTags, listAddress } from '../../platform/pages/list-address.js';
import { page, Pages, type PageView } from '../../platform/pages/page.js';
import { statusColours, typeWords } from '../agreements/agreement.words.js';
import { chartsOf, headlinesOf, monthWords } from './partnership.report.page.js';
import { partnershipReportFile } from './partnership.report.csv.js';
import {
  ownDays,
  PartnershipReportForm,
  periodInWords,
  periodWords,
  reportErrors,
  reportQueryOf,
  usualPeriod,
} from './report.form.js';
import { periodNames } from './report.period.rules.js';
import { PartnershipReportQuery, type PartnershipReportView } from './reports.dto.js';
import { ReportQueries, type ReportChoices } from './reports.queries.js';
import { ReportsService } from './reports.service.js';

const path = '/reports/partnerships';

/** The partnership report as a page to read and print, and as the file that the API sends. */
@Pages()
@Controller('reports')
export class ReportsWebController {
  constructor(
    private readonly service: ReportsService,
    private readonly queries: ReportQueries,
    private readonly clock: Clock,
  ) {}

  /** What is wrong with the filters is said beside them, and what was typed stays. */
  @Permit('reports.read')
  @Get('partnerships')
  async partnerships(@CurrentActor() actor: UserActor, @Query() form: PartnershipReportForm): Promise<PageView> {
    const today = this.clock.today();
    const choices = await this.queries.choices(actor);
    try {
      const query = reportQueryOf(form, today);
      const report = await this.service.partnerships(actor, query);
      const model = { ...frameOf(form, choices), ...this.modelOf(form, report) };
      return page('reports/partnerships', model);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return page('reports/partnerships', { ...frameOf(form, choices), errors: reportErrors(error) }, { status });
    }
  }

  /** The API's file, for whoever signs in with a cookie. */
  @Permit('reports.read')
  @Get('partnerships.csv')
  async exportPartnerships(
    @CurrentActor() actor: UserActor,
    @Query() query: PartnershipReportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = await this.service.exportPartnerships(actor, query);
    void reply
      .header('content-type', partnershipReportFile.mediaType)
      .header('content-disposition', `attachment; filename="${partnershipReportFile.name}"`);
    return text;
  }

  private modelOf(form: PartnershipReportForm, report: PartnershipReportView): object {
    const today = this.clock.today();
    const { from, to, filters, agreements } = report;
    const { agency, organisation, strand } = filters;
    return {
      marking: report.marking,
      report,
      period: periodInWords(report),
      headlines: headlinesOf(report),
      charts: chartsOf(report, today),
      ending: agreements.endsNext.map((one) => ({ ...one, monthWords: monthWords(one.month) })),
      tags: filterTags(path, form, {
        agencyId: () => agency?.name ?? '',
        organisationId: () => organisation?.name ?? '',
        strand: () => strand?.label ?? '',
      }),
      clear: listAddress(path, { ...form, agencyId: '', organisationId: '', strand: '' }),
      file: listAddress(`${path}.csv`, {
        from,
        to,
        agencyId: agency?.id,
        organisationId: organisation?.id,
        strand: strand?.code,
      }),
      // The list of agreements can be asked for the same records only for today and without filters.
      drillDown: agreements.statusOn === today && !agency && !organisation && !strand,
    };
  }
}

/** What stands on the page whether or not there is a report to show. */
function frameOf(form: PartnershipReportForm, { agencies, institutions, strands }: ReportChoices): object {
  const period = form.period?.trim() || usualPeriod;
  const usual = periodNames.map((name) => ({
    text: periodWords[name],
    href: listAddress(path, { ...withoutDays(form), period: name }),
    current: name === period,
  }));
  return {
    title: 'Partnership report',
    form: { ...form, period },
    periods: ([...periodNames, ownDays] as const).map((value) => ({ value, text: periodWords[value] })),
    ownDays,
    usual,
    agencies,
    institutions,
    strands,
    words: { type: typeWords },
    colours: statusColours,
    errors: [],
  };
}

function withoutDays({ agencyId, organisationId, strand }: PartnershipReportForm): object {
  return { agencyId, organisationId, strand };
}
