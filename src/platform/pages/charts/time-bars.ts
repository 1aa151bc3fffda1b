import { scaleLinear } from 'd3-scale';
import {
  addDays,
  addMonths,
  daysBetween,
  isAfter,
  isBefore,
  type CalendarDate,
} from '../../../kernel/calendar-date.js';
import { dateWords } from '../words.js';
import type { Chart, ChartRowName, ChartWords } from './chart.js';
import { element, fitting, ink, palette, picture, words } from './svg.js';

const width = 900;
const rowHeight = 50;
const axisHeight = 30;
const monthName = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });

/** Something that lasts: from its first to its last day, both included. Null goes beyond the picture. */
export interface TimeBar extends ChartRowName {
  readonly from: CalendarDate | null;
  readonly to: CalendarDate | null;
  /** Days to mark on the bar, such as a last day of notice. */
  readonly marks?: readonly { readonly on: CalendarDate; readonly text: string }[];
}

/** Bars along the days from `from` to `to`, each with its name above it. What lies outside is cut off at the edge. */
export function timeBars({
  from,
  to,
  bars,
  ...given
}: ChartWords & { from: CalendarDate; to: CalendarDate; bars: readonly TimeBar[] }): Chart {
  const scale = scaleLinear()
    .domain([0, daysBetween(from, to) + 1])
    .range([0, width])
    .clamp(true);
  const place = (day: CalendarDate): number => scale(daysBetween(from, day));
  const height = axisHeight + Math.max(1, bars.length) * rowHeight;
  const rows = bars.flatMap((bar, row) => barAt(bar, axisHeight + row * rowHeight, { from, to, place }));
  return {
    ...given,
    svg: picture(given.id, given, { width, height }, [...months(from, to, place, height), ...rows]),
    table: {
      head: ['', 'From', 'Last day', 'Marked'],
      rows: bars.map(({ text, href, from: begins, to: ends, marks = [] }) => [
        { text, href },
        dateWords(begins),
        dateWords(ends),
        marks.map((mark) => `${mark.text} ${dateWords(mark.on)}`).join(', '),
      ]),
    },
  };
}

interface Stage {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly place: (day: CalendarDate) => number;
}

function barAt({ text, from, to, marks = [] }: TimeBar, y: number, stage: Stage): string[] {
  const begins = stage.place(from === null || isBefore(from, stage.from) ? stage.from : from);
  const ends = stage.place(addDays(to === null || isAfter(to, stage.to) ? stage.to : to, 1));
  const seen = marks.filter(({ on }) => !isBefore(on, stage.from) && !isAfter(on, stage.to));
  return [
    words(fitting(text, width), { x: 0, y: y + 18 }),
    element('rect', { x: begins, y: y + 24, width: Math.max(2, ends - begins), height: 16, fill: palette[0].fill }),
    ...seen.map(({ on }) =>
      element('path', {
        d: `M ${Math.round(stage.place(on))} ${y + 22} l 8 10 l -8 10 l -8 -10 z`,
        fill: palette[3].fill,
        stroke: '#ffffff',
      }),
    ),
  ];
}

/** A line and a name at the first day of each month. */
function months(from: CalendarDate, to: CalendarDate, place: Stage['place'], height: number): string[] {
  const firstOfMonth = `${from.slice(0, 8)}01` as CalendarDate;
  const parts: string[] = [];
  for (let month = 0; ; month += 1) {
    const day = addMonths(firstOfMonth, month);
    if (isAfter(day, to)) return parts;
    if (isBefore(day, from)) continue;
    const x = place(day);
    parts.push(
      element('line', { x1: x, y1: axisHeight - 8, x2: x, y2: height, stroke: '#b1b4b6' }),
      words(monthName.format(new Date(`${day}T00:00:00Z`)), { x: x + 3, y: 16, fill: ink }),
    );
  }
}
