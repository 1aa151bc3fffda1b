import { addressOf, keptQuery } from './saved-view.rules.js';

describe('keptQuery', () => {
  it.each([
    ['', ''],
    ['?q=fraud', 'q=fraud'],
    ['q=fraud&region=&kind=academic', 'q=fraud&kind=academic'],
    ['q=fraud&cursor=abc&before=def&done=1', 'q=fraud'],
    ['q=%3Cscript%3E', 'q=%3Cscript%3E'],
    ['q=a&q=b', 'q=a&q=b'],
    ['q=a#https://elsewhere.example', 'q=a%23https%3A%2F%2Felsewhere.example'],
  ])('keeps of %j %j', (given, kept) => {
    expect(keptQuery(given)).toBe(kept);
    expect(keptQuery(kept)).toBe(kept);
  });
});

it('leads to a list of ours', () => {
  expect(addressOf({ page: 'experts', query: '' })).toBe('/experts');
  expect(addressOf({ page: 'follow-ups', query: 'state=overdue' })).toBe('/follow-ups?state=overdue');
});
