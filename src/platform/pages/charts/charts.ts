export { barChart, stackedBarChart, type Bar, type StackedBar } from './bar-chart.js';
export type { Chart, ChartRowName, ChartTable, ChartWords } from './chart.js';
export { timeBars, type TimeBar } from './time-bars.js';
