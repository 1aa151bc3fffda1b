import { backTo } from './back-to.js';

it.each<[string | undefined, Record<string, string>, string]>([
  [undefined, { done: 'one' }, '/?done=one'],
  ['/follow-ups?state=overdue&finished=1', { finished: '2' }, '/follow-ups?state=overdue&finished=2'],
  ['/follow-ups?q=a%20b', { done: 'one' }, '/follow-ups?q=a+b&done=one'],
  ['https://elsewhere.example/', { done: 'one' }, '/?done=one'],
  ['//elsewhere.example/', { done: 'one' }, '/?done=one'],
  ['/..//elsewhere.example', { done: 'one' }, '/'],
  ['/.//elsewhere.example', { done: 'one' }, '/'],
  ['/%2e%2e//elsewhere.example', { done: 'one' }, '/'],
  ['/a/..//elsewhere.example', { done: 'one' }, '/'],
])('%j and %j', (path, done, address) => expect(backTo(path, done)).toBe(address));
