import { calendarDate } from '../../kernel/calendar-date.js';
import { partnershipReportCsv } from './partnership.report.csv.js';
import type { PartnershipReportView } from './reports.dto.js';

/** A report of which every text is `name`. */
function reportNaming(name: string): PartnershipReportView {
  const named = { id: 'id', name };
  const day = calendarDate('2026-06-10');
  return {
    marking: 'OFFICIAL',
    generatedAt: new Date('2026-06-10T09:00:00Z'),
    from: day,
    to: day,
    filters: { agency: named, organisation: named, strand: { code: name, label: name } },
    counts: { scope: 'visible_to_you', sentence: 'Counts.' },
    agreements: {
      statusOn: day,
      total: 1,
      inForce: 1,
      byStatus: [],
      byType: [],
      byAgency: [{ agency: named, total: 1, inForce: 1 }],
      institutions: 1,
      byInstitution: [{ organisation: named, total: 1, inForce: 1 }],
      valueInForce: [],
      newInPeriod: 0,
      successorsInPeriod: 0,
      endedInPeriod: 0,
      endsNext: [
        {
          id: 'id',
          reference: name,
          title: name,
          marking: 'OFFICIAL',
          type: 'mou',
          agency: named,
          endOn: day,
          month: '2026-06',
        },
      ],
    },
    engagements: {
      total: 1,
      chathamHouse: 0,
      byKind: [],
      byAgency: [{ agency: named, total: 1 }],
      institutions: 1,
      byInstitution: [{ organisation: named, total: 1 }],
      byMonth: [],
      byStrand: [
        { strand: name, label: name, total: 1 },
        { strand: name, label: null, total: 1 },
      ],
      expertsMet: 0,
    },
    followUps: { total: 0, kept: 0, late: 0, overdue: 0, open: 0, cancelled: 0 },
  };
}

it.each(['=', '+', '-', '@', '\t', '\r'])('neutralises every cell that begins with %j', (first) => {
  const text = partnershipReportCsv(reportNaming(`${first}cmd`));
  expect(text.split(`'${first}cmd`).length - 1).toBe(13);
  expect(text).not.toMatch(new RegExp(`(^|[,\\n"])\\${first}cmd`));
});

it.each(['\n', '\r', '\r\n'])('keeps a text with the line break %j in its own cell', (lineBreak) => {
  const text = partnershipReportCsv(reportNaming(`A${lineBreak}=cmd, "B"`));
  expect(text).toContain(`agreements,by agency,"A${lineBreak}=cmd, ""B""",1\r\n`);
});

it('leaves other texts and every number as they are', () => {
  expect(partnershipReportCsv(reportNaming('Ordinary - name = 1'))).toContain(
    'agreements,by agency,Ordinary - name = 1,1\r\n',
  );
});

it('puts four fields on every line', () => {
  for (const line of partnershipReportCsv(reportNaming('Name')).trimEnd().split('\r\n'))
    expect(line.split(',')).toHaveLength(4);
});
