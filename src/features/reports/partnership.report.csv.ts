import { stringify } from 'csv-stringify/sync';
import type { PartnershipReportView } from './reports.dto.js';

/** Section, group, label, value. */
type Line = readonly [string, string, string, string | number];

/** Readers of the file: spreadsheets by name, programs by the type. */
export const partnershipReportFile = { name: 'partnership-report.csv', mediaType: 'text/csv; charset=utf-8' } as const;

/**
 * The report as CSV (RFC 4180) in UTF-8. It begins with a byte-order mark, without which Excel misreads names. The marking
 * stands in the first line and again in the last. A text that a spreadsheet would run as a formula begins with an apostrophe.
 */
export function partnershipReportCsv(report: PartnershipReportView): string {
  const marking: Line = [report.marking, '', '', ''];
  const lines: Line[] = [
    marking,
    ['section', 'group', 'label', 'value'],
    ...headLines(report),
    ...agreementLines(report),
    ...engagementLines(report),
    ...followUpLines(report),
    marking,
  ];
  return stringify(lines, {
    bom: true,
    record_delimiter: '\r\n',
    // A line break inside a text would otherwise begin a line, and a cell, of its author's making.
    quote_record_delimiter: true,
    escape_formulas: true,
  });
}

function headLines({ from, to, generatedAt, counts, filters }: PartnershipReportView): Line[] {
  const { agency, organisation, strand } = filters;
  return [
    ['report', 'period', 'from', from],
    ['report', 'period', 'to', to],
    ['report', 'period', 'generated at', generatedAt.toISOString()],
    ['report', 'counted', counts.scope, counts.sentence],
    ['report', 'filter', 'agency', agency?.name ?? ''],
    ['report', 'filter', 'organisation', organisation?.name ?? ''],
    ['report', 'filter', 'strand', strand?.label ?? ''],
  ];
}

function agreementLines({ agreements }: PartnershipReportView): Line[] {
  const { byStatus, byType, byAgency, byInstitution, valueInForce, endsNext } = agreements;
  return [
    ['agreements', 'all', 'statuses on', agreements.statusOn],
    ['agreements', 'all', 'total', agreements.total],
    ['agreements', 'all', 'in force', agreements.inForce],
    ['agreements', 'all', 'new in period', agreements.newInPeriod],
    ['agreements', 'all', 'successors in period', agreements.successorsInPeriod],
    ['agreements', 'all', 'ended in period', agreements.endedInPeriod],
    ['agreements', 'all', 'institutions', agreements.institutions],
    ...byStatus.map(({ status, total }): Line => ['agreements', 'by status', status, total]),
    ...byType.map(({ type, total }): Line => ['agreements', 'by type', type, total]),
    ...byAgency.map(({ agency, total }): Line => ['agreements', 'by agency', agency.name, total]),
    ...byAgency.map(({ agency, inForce }): Line => ['agreements', 'in force by agency', agency.name, inForce]),
    ...byInstitution.map(({ organisation, total }): Line => ['agreements', 'by institution', organisation.name, total]),
    ...byInstitution.map(({ organisation, inForce }): Line => [
      'agreements',
      'in force by institution',
      organisation.name,
      inForce,
    ]),
    ...valueInForce.map(({ currency, pence }): Line => ['agreements', 'value in force in pence', currency, pence]),
    ...endsNext.map((next): Line => [
      'agreements that end next',
      next.agency.name,
      next.reference === null ? next.type : `${next.reference} ${next.title}`,
      next.endOn ?? next.month,
    ]),
  ];
}

function engagementLines({ engagements }: PartnershipReportView): Line[] {
  return [
    ['engagements', 'all', 'total', engagements.total],
    ['engagements', 'all', 'under the Chatham House Rule', engagements.chathamHouse],
    ['engagements', 'all', 'experts met', engagements.expertsMet],
    ['engagements', 'all', 'institutions', engagements.institutions],
    ...engagements.byKind.map(({ kind, total }): Line => ['engagements', 'by kind', kind, total]),
    ...engagements.byAgency.map(({ agency, total }): Line => ['engagements', 'by agency', agency.name, total]),
    ...engagements.byInstitution.map(({ organisation, total }): Line => [
      'engagements',
      'by institution',
      organisation.name,
      total,
    ]),
    ...engagements.byMonth.map(({ month, total }): Line => ['engagements', 'by month', month, total]),
    ...engagements.byStrand.map(({ strand, label, total }): Line => [
      'engagements',
      'by strand',
      label ?? strand ?? 'no strand',
      total,
    ]),
  ];
}

function followUpLines({ followUps }: PartnershipReportView): Line[] {
  return Object.entries(followUps).map(([outcome, number]): Line => ['follow-ups', 'due in period', outcome, number]);
}
