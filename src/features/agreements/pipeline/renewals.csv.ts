import { stringify } from 'csv-stringify/sync';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { highestMarking } from '../../../kernel/marking.js';
import { typeWords } from '../agreement.words.js';
import { riskReasonWords } from './renewal.words.js';
import type { RenewalView } from './renewals.dto.js';

/** Readers of the file: spreadsheets by name, programs by the type. */
export const renewalsFile = { name: 'renewals.csv', mediaType: 'text/csv; charset=utf-8' } as const;

const head = [
  'next',
  'reference',
  'title',
  'type',
  'status',
  'risk',
  'reasons',
  'owner',
  'agency',
  'strands',
  'last day of notice',
  'review',
  'last day in force',
  'marking',
];

/**
 * The renewals as CSV (RFC 4180) in UTF-8 with a byte-order mark. The highest marking of its rows stands in the first line and
 * again in the last. A text that a spreadsheet would run as a formula begins with an apostrophe.
 */
export function renewalsCsv(
  items: readonly RenewalView[],
  { from, to, more }: { readonly from: CalendarDate; readonly to: CalendarDate; readonly more: boolean },
): string {
  const wide = (...cells: string[]): string[] => [
    ...cells,
    ...Array.from({ length: head.length - cells.length }, () => ''),
  ];
  const marking = wide(highestMarking(items.map((item) => item.marking)));
  const lines = [
    marking,
    wide('agreements with something to decide', from, to),
    head,
    ...items.map((one) => [
      one.nextOn,
      one.reference,
      one.title,
      typeWords[one.type],
      one.status.replaceAll('_', ' '),
      one.risk,
      one.riskReasons.map((reason) => riskReasonWords[reason]).join('; '),
      one.owner?.name ?? '',
      one.agency.name,
      one.strands.join('; '),
      one.noticeDeadlineOn ?? '',
      one.reviewOn ?? '',
      one.endOn ?? '',
      one.marking,
    ]),
    ...(more ? [wide(`there are more: these are the first ${items.length}`)] : []),
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
