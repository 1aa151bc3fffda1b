import { calendarDate, type CalendarDate } from '../../../kernel/calendar-date.js';
import { problemsOfVetting, type VettingFacts } from './vetting.rules.js';

const today = calendarDate('2026-06-10');
const on = (day: string | null): CalendarDate | null => (day === null ? null : calendarDate(day));

describe('problemsOfVetting', () => {
  it.each<[VettingFacts['status'], string | null, string | null, string[]]>([
    ['in_progress', null, null, []],
    ['in_progress', '2026-01-01', '2027-01-01', ['/grantedOn', '/expiresOn']],
    ['granted', null, null, ['/grantedOn']],
    ['granted', null, '2027-01-01', ['/grantedOn']],
    ['granted', '2026-06-10', null, []],
    ['granted', '2026-06-11', null, ['/grantedOn']],
    ['granted', '2026-06-09', '2026-06-10', []],
    ['granted', '2026-06-09', '2026-06-09', ['/expiresOn']],
    ['granted', '2016-01-01', '2026-01-01', []],
    ['ended', null, null, []],
    ['ended', '2020-01-01', '2019-01-01', ['/expiresOn']],
  ])('%s, granted %s, expires %s', (status, grantedOn, expiresOn, pointers) => {
    const problems = problemsOfVetting({ status, grantedOn: on(grantedOn), expiresOn: on(expiresOn) }, today);
    expect(problems.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});
