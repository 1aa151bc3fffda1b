import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { Chart, ChartRowName, ChartWords } from './chart.js';
import { escaped } from '../../web/escaped.js';
import { element, fitting, ink, palette, picture, words } from './svg.js';

const width = 640;
const rowHeight = 56;
const barHeight = 26;
/** Beside the longest bar, for its figure. */
const figureWidth = 70;

/** One bar. Values are counts or amounts, never negative. */
export interface Bar extends ChartRowName {
  readonly value: number;
}

/** Bars one below the other, each with its name above it and its figure beside it. */
export function barChart({ unit, bars, ...given }: ChartWords & { unit: string; bars: readonly Bar[] }): Chart {
  const length = lengths(bars.map(({ value }) => value));
  const parts = bars.flatMap(({ text, value }, row) => [
    words(fitting(text, width), { x: 0, y: row * rowHeight + 18 }),
    element('rect', { x: 0, y: row * rowHeight + 25, width: length(value), height: barHeight, fill: palette[0].fill }),
    words(figure(value), { x: length(value) + 8, y: row * rowHeight + 44, bold: true }),
  ]);
  return {
    ...given,
    svg: picture(given.id, given, { width, height: Math.max(1, bars.length) * rowHeight }, parts),
    table: { head: ['', unit], rows: bars.map(({ text, href, value }) => [{ text, href }, value]) },
  };
}

/** A row of a stacked chart: one value for each series, in their order. */
export interface StackedBar extends ChartRowName {
  readonly values: readonly number[];
}

/** Up to five series, piled up along each row: a sixth would have no colour that can be told apart. */
export function stackedBarChart({
  series,
  bars,
  ...given
}: ChartWords & { series: readonly string[]; bars: readonly StackedBar[] }): Chart {
  if (series.length > palette.length) throw new Error(`a stacked chart has ${palette.length} series at most`);
  const length = lengths(bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0)));
  const top = series.length * 24 + 10;
  const piles = stack<StackedBar, number>()
    .keys(series.keys())
    .value(({ values }, key) => values[key])([...bars]);
  const rows = bars.flatMap(({ text, values }, row) => {
    const y = top + row * rowHeight;
    const total = values.reduce((sum, value) => sum + value, 0);
    return [
      words(fitting(text, width), { x: 0, y: y + 18 }),
      ...piles.map((pile, key) => segment(length(pile[row][0]), length(pile[row][1]), y + 25, values[key], key)),
      words(figure(total), { x: length(total) + 8, y: y + 44, bold: true }),
    ];
  });
  const height = top + Math.max(1, bars.length) * rowHeight;
  return {
    ...given,
    svg: picture(given.id, given, { width, height }, [...legend(series), ...rows]),
    table: {
      head: ['', ...series, 'All'],
      rows: bars.map(({ text, href, values }) => [
        { text, href },
        ...values,
        values.reduce((sum, value) => sum + value, 0),
      ]),
    },
  };
}

/** A part of a bar, with a white edge so that neighbours are told apart without their colours. */
function segment(from: number, to: number, y: number, value: number, key: number): string {
  if (value === 0) return '';
  const { fill, words: onTop } = palette[key];
  const shape = element('rect', { x: from, y, width: to - from, height: barHeight, fill, stroke: '#ffffff' });
  const fits = to - from > 10 + figure(value).length * 9;
  return fits ? shape + words(figure(value), { x: (from + to) / 2, y: y + 19, anchor: 'middle', fill: onTop }) : shape;
}

function legend(series: readonly string[]): string[] {
  return series.flatMap((name, key) => [
    element('rect', { x: 0, y: key * 24 + 3, width: 16, height: 16, fill: palette[key].fill }),
    element('text', legendText(key), escaped(fitting(name, width - 30))),
  ]);
}

function legendText(key: number): Record<string, string | number> {
  return {
    x: 24,
    y: key * 24 + 17,
    fill: ink,
    'font-size': 16,
    'font-family': 'Helvetica Neue, Helvetica, Arial, sans-serif',
  };
}

/** How long a bar is. With nothing to show every bar is empty rather than endless. */
function lengths(values: readonly number[]): (value: number) => number {
  return scaleLinear()
    .domain([0, Math.max(1, ...values)])
    .range([0, width - figureWidth]);
}

function figure(value: number): string {
  return value.toLocaleString('en-GB');
}
