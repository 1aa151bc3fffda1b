import { isAfter, type CalendarDate } from '../../kernel/calendar-date.js';
import { barChart, stackedBarChart, type Chart } from '../../platform/pages/charts/charts.js';
import { typeWords } from '../agreements/agreement.words.js';
import type { PartnershipReportView, ReportedStatus } from './reports.dto.js';

/** Five groups of statuses, as a picture has room for; the table of the page has every status. */
const groups: readonly (readonly [name: string, statuses: readonly ReportedStatus[]])[] = [
  ['In preparation', ['in_preparation', 'draft', 'in_approval', 'awaiting_signature']],
  ['Signed, not yet in force', ['signed']],
  ['In force', ['active']],
  ['In force, ending soon', ['expiring', 'notice_window']],
  ['Over', ['expired', 'terminated', 'superseded', 'withdrawn']],
];

const monthName = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** "September 2026". */
export function monthWords(month: string): string {
  return monthName.format(new Date(`${month}-01T00:00:00Z`));
}

/** The pictures of the report, each with what it says. */
export function chartsOf(report: PartnershipReportView, today: CalendarDate): Chart[] {
  return [agreementsChart(report), engagementsChart(report, today), followUpsChart(report)];
}

function agreementsChart({ agreements }: PartnershipReportView): Chart {
  const { byType, total, inForce } = agreements;
  const [most] = byType;
  return stackedBarChart({
    id: 'agreements-by-status',
    title: 'Agreements by type and status',
    sentence: most
      ? `${inForce} of ${counted(total, 'agreement')} ${inForce === 1 ? 'is' : 'are'} in force. The most frequent type is ${typeWords[most.type]}, with ${most.total}.`
      : 'There are no agreements to show.',
    series: groups.map(([name]) => name),
    bars: byType.map(({ type, byStatus }) => ({
      text: typeWords[type],
      values: groups.map(([, statuses]) => sumOf(byStatus.filter(({ status }) => statuses.includes(status)))),
    })),
  });
}

/** Months that have not begun yet would look as if nothing had happened in them. */
function engagementsChart({ engagements }: PartnershipReportView, today: CalendarDate): Chart {
  const months = engagements.byMonth.filter(({ month }) => !isAfter(`${month}-01` as CalendarDate, today));
  const busiest = [...months].sort((one, other) => other.total - one.total)[0];
  return barChart({
    id: 'engagements-by-month',
    title: 'Engagements by month',
    sentence:
      busiest && busiest.total > 0
        ? `${counted(engagements.total, 'engagement')} in ${counted(months.length, 'month')}; most of them, ${busiest.total}, in ${monthWords(busiest.month)}.`
        : 'There were no engagements in this period.',
    unit: 'Engagements',
    bars: months.map(({ month, total }) => ({ text: monthWords(month), value: total })),
  });
}

function followUpsChart({ followUps }: PartnershipReportView): Chart {
  const { total, kept, late, overdue, open, cancelled } = followUps;
  return barChart({
    id: 'follow-ups',
    title: 'Follow-ups kept and late',
    sentence:
      total === 0
        ? 'No follow-up was due in this period.'
        : `Of ${counted(total, 'follow-up')} due in this period ${kept} ${kept === 1 ? 'was' : 'were'} done on time, ${late} late, and ${overdue} ${overdue === 1 ? 'is' : 'are'} overdue.`,
    unit: 'Follow-ups',
    bars: [
      { text: 'Done on time', value: kept },
      { text: 'Done late', value: late },
      { text: 'Overdue', value: overdue },
      { text: 'Open, not yet due', value: open },
      { text: 'Cancelled', value: cancelled },
    ],
  });
}

/** The figures at the top, with the sentence under each. */
export function headlinesOf({ agreements, engagements, followUps }: PartnershipReportView): Headline[] {
  const answered = followUps.kept + followUps.late + followUps.overdue;
  return [
    { figure: agreements.inForce, text: 'agreements in force' },
    { figure: agreements.newInPeriod, text: 'new partnerships' },
    { figure: agreements.endedInPeriod, text: 'agreements ended' },
    { figure: engagements.total, text: 'engagements' },
    { figure: engagements.expertsMet, text: 'experts met' },
    { figure: engagements.institutions, text: 'institutions engaged with' },
    {
      figure: answered === 0 ? null : `${Math.round((100 * followUps.kept) / answered)}%`,
      text: 'of promises that fell due kept on time',
    },
  ].map(({ figure, text }) => ({ figure: figure === null ? 'None due' : figure.toLocaleString('en-GB'), text }));
}

export interface Headline {
  readonly figure: string;
  readonly text: string;
}

function sumOf(counts: readonly { total: number }[]): number {
  return counts.reduce((sum, { total }) => sum + total, 0);
}

function counted(number: number, one: string): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : `${one}s`}`;
}
