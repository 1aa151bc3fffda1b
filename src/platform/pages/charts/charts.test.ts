import fc from 'fast-check';
import { calendarDate } from '../../../kernel/calendar-date.js';
import { barChart, stackedBarChart, timeBars } from './charts.js';

const given = { id: 'one', title: 'A title', sentence: 'What it shows.' };
const hostile = '<script>alert(1)</script> {{7*7}} " onload="x';
const widthsIn = (svg: string): number[] =>
  [...svg.matchAll(/<rect [^>]*width="([\d.]+)" height="26"/g)].map(([, width]) => Number(width));

describe('bars', () => {
  it('are as long as their values, with the figures printed and tabled', () => {
    const chart = barChart({
      ...given,
      unit: 'Agreements',
      bars: [
        { text: 'A', value: 1500 },
        { text: 'B', value: 750, href: '/b' },
        { text: 'C', value: 0 },
      ],
    });
    expect(widthsIn(chart.svg)).toEqual([570, 285, 0]);
    expect(chart.svg).toContain('>1,500</text>');
    expect(chart.table).toEqual({
      head: ['', 'Agreements'],
      rows: [
        [{ text: 'A' }, 1500],
        [{ text: 'B', href: '/b' }, 750],
        [{ text: 'C' }, 0],
      ],
    });
  });

  it('are named for those who do not see them', () => {
    const { svg } = barChart({ ...given, unit: 'x', bars: [] });
    expect(svg).toContain('role="img" aria-labelledby="one-title one-description"');
    expect(svg).toContain('<title id="one-title">A title</title><desc id="one-description">What it shows.</desc>');
  });

  it('show hostile text as text, and carry no style or script of their own', () => {
    const { svg } = barChart({
      id: 'one',
      title: hostile,
      sentence: hostile,
      unit: 'x',
      bars: [{ text: hostile, value: 1 }],
    });
    expect(svg).not.toMatch(/<script|style=|" onload/);
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('stacked bars', () => {
  it('pile the series up along each row, in their order', () => {
    const chart = stackedBarChart({
      ...given,
      series: ['kept', 'late'],
      bars: [
        { text: 'May', values: [3, 1] },
        { text: 'June', values: [0, 2] },
      ],
    });
    expect(widthsIn(chart.svg)).toEqual([427.5, 142.5, 285]);
    expect(chart.table).toEqual({
      head: ['', 'kept', 'late', 'All'],
      rows: [
        [{ text: 'May' }, 3, 1, 4],
        [{ text: 'June' }, 0, 2, 2],
      ],
    });
    for (const name of ['kept', 'late']) expect(chart.svg).toContain(`>${name}</text>`);
  });

  it('have five series at most', () => {
    expect(() => stackedBarChart({ ...given, series: ['1', '2', '3', '4', '5', '6'], bars: [] })).toThrow('5 series');
  });

  it('never reach beyond the picture', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(1e9), { minLength: 3, maxLength: 3 }), { maxLength: 8 }), (rows) => {
        const bars = rows.map((values, row) => ({ text: String(row), values }));
        const { svg } = stackedBarChart({ ...given, series: ['a', 'b', 'c'], bars });
        for (const [, x, w] of svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g))
          expect(Number(x) + Number(w)).toBeLessThanOrEqual(570.2);
        expect(svg).not.toMatch(/NaN|Infinity|-\d/);
      }),
    );
  });
});

describe('bars along time', () => {
  const [from, to] = [calendarDate('2027-12-15'), calendarDate('2028-03-14')];

  it('begin and end on their days, cut at the edges', () => {
    const chart = timeBars({
      ...given,
      from,
      to,
      bars: [
        { text: 'all of it', from: null, to: null },
        {
          text: 'cut',
          from: calendarDate('2020-01-01'),
          to: calendarDate('2028-02-29'),
          marks: [{ on: calendarDate('2028-01-31'), text: 'Notice by' }],
        },
      ],
    });
    const bars = [...chart.svg.matchAll(/<rect x="([\d.]+)" y="\d+" width="([\d.]+)" height="16"/g)];
    // 91 days make 900 pixels; 29 February is the 77th of them.
    expect(bars.map(([, x, w]) => [x, w])).toEqual([
      ['0', '900'],
      ['0', '761.5'],
    ]);
    expect(chart.table.rows[1]).toEqual([
      { text: 'cut' },
      '1 January 2020',
      '29 February 2028',
      'Notice by 31 January 2028',
    ]);
    expect(chart.svg.match(/<path/g)).toHaveLength(1);
  });

  it('name each month at its first day', () => {
    const { svg } = timeBars({ ...given, from, to, bars: [] });
    expect([...svg.matchAll(/>([A-Z][a-z]{2})<\/text>/g)].map(([, month]) => month)).toEqual(['Jan', 'Feb', 'Mar']);
  });
});
