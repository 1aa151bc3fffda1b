import { agreementDates } from '../../../../test/support/agreement.dates.js';
import { calendarDate } from '../../../kernel/calendar-date.js';
import type { AgreementDates } from '../agreement.status.rules.js';
import { renewalsOf } from './automatic-renewal.rules.js';

const day = calendarDate;
const yearly = (given: Partial<AgreementDates> = {}): AgreementDates =>
  agreementDates({
    ...{ endOn: day('2026-12-31'), noticeCount: 3, noticeUnit: 'months' },
    ...{ renewalType: 'automatic', renewalMonths: 12 },
    ...given,
  });

describe('the terms for which an agreement has renewed itself', () => {
  it('are none before nobody can give notice any more', () => {
    expect(renewalsOf(yearly(), day('2026-09-30'))).toEqual([]);
  });

  it('follow each other day by day, each from the day after the last day of notice', () => {
    expect(renewalsOf(yearly(), day('2027-10-01'))).toEqual([
      { effectiveOn: '2027-01-01', endOn: '2027-12-31', renewedItselfOn: '2026-10-01' },
      { effectiveOn: '2028-01-01', endOn: '2028-12-31', renewedItselfOn: '2027-10-01' },
    ]);
  });

  it('begin, where no notice was agreed, on the day on which they renew it', () => {
    expect(renewalsOf(yearly({ noticeCount: null, noticeUnit: null }), day('2027-01-01'))).toEqual([
      { effectiveOn: '2027-01-01', endOn: '2027-12-31', renewedItselfOn: '2027-01-01' },
    ]);
  });

  it('count months from the agreed end, so that a short month moves none after it', () => {
    const ends = renewalsOf(yearly({ endOn: day('2027-08-31'), renewalMonths: 6 }), day('2028-11-28'));
    expect(ends.map(({ effectiveOn, endOn }) => [effectiveOn, endOn])).toEqual([
      ['2027-09-01', '2028-02-29'],
      ['2028-03-01', '2028-08-31'],
      ['2028-09-01', '2029-02-28'],
    ]);
  });

  it('are no more than were agreed', () => {
    expect(renewalsOf(yearly({ mostRenewals: 1 }), day('2040-01-01'))).toHaveLength(1);
  });
});
