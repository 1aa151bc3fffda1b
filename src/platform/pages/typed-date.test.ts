import { typedDate } from './typed-date.js';

it.each([
  ['27', '3', '2026', '2026-03-27'],
  [' 01 ', '12', ' 2026', '2026-12-01'],
  ['29', '2', '2028', '2028-02-29'],
])('reads %s %s %s', (day, month, year, date) => {
  expect(typedDate(day, month, year)).toBe(date);
});

it.each([
  ['', '', ''],
  [' ', '  ', ''],
])('three blank fields are no answer', (day, month, year) => {
  expect(typedDate(day, month, year)).toBeNull();
});

it.each([
  ['29', '2', '2026'],
  ['31', '4', '2026'],
  ['1', '13', '2026'],
  ['1', '1', '26'],
  ['1', '', '2026'],
  ['', '', '2026'],
  ['first', 'May', '2026'],
  ['1-1', '1', '2026'],
])('%s %s %s is no real date', (day, month, year) => {
  expect(typedDate(day, month, year)).toBeUndefined();
});
