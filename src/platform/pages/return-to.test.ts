import { safeReturnTo } from './return-to.js';

it.each(['/', '/agreements', '/agreements/AGR-2026-0007?tab=people&q=a%20b', '/experts?term=threat:fraud'])(
  'follows %s',
  (path) => {
    expect(safeReturnTo(path)).toBe(path);
  },
);

it.each<[string, unknown]>([
  ['another host', 'https://evil.example/'],
  ['a host without a scheme', '//evil.example'],
  ['a backslash', '/\\evil.example'],
  ['an encoded backslash', '/%5Cevil.example'],
  ['an encoded slash', '/%2Fevil.example'],
  ['a line break', '/a\r\nset-cookie: x'],
  ['an encoded line break', '/a%0d%0aset-cookie: x'],
  ['a tab', '/\t/evil.example'],
  ['a script', 'javascript:alert(1)'],
  ['a repeated parameter', ['/a', '/b']],
  ['nothing', undefined],
  ['a very long path', `/${'a'.repeat(600)}`],
])('never follows %s', (_what, value) => {
  expect(safeReturnTo(value)).toBe('/');
});
