import { addDays, calendarDate } from '../../../kernel/calendar-date.js';
import { riskOf, type RenewalFacts } from './renewal.risk.rules.js';
import { reasonsInWords } from './renewal.words.js';

const today = calendarDate('2026-06-10');
const far: RenewalFacts = {
  status: 'active',
  nextOn: addDays(today, 200),
  renewalType: 'by_decision',
  endOn: addDays(today, 200),
  reviewOn: null,
  noticeDeadlineOn: null,
  decided: false,
  owner: 'present',
};
const risk = (given: Partial<RenewalFacts>) => riskOf({ ...far, ...given }, today);

it.each([
  [0, 'high', ['within_30_days']],
  [29, 'high', ['within_30_days']],
  [30, 'medium', ['within_90_days']],
  [90, 'medium', ['within_90_days']],
  [91, 'low', []],
] as const)('with %s days left it is %s', (days, level, reasons) => {
  expect(risk({ nextOn: addDays(today, days) })).toEqual({ level, reasons });
});

it('is high while notice counts, however long it lasts', () => {
  expect(risk({ status: 'notice_window' })).toEqual({ level: 'high', reasons: ['notice_open'] });
});

it('no day matters once somebody has decided', () => {
  const soon = { status: 'notice_window', nextOn: today, decided: true } as const;
  expect(risk(soon)).toEqual({ level: 'low', reasons: [] });
  expect(risk({ ...soon, owner: 'gone' })).toEqual({ level: 'medium', reasons: ['owner_gone'] });
});

it.each([
  ['none', 'no_owner'],
  ['gone', 'owner_gone'],
  ['away', 'owner_away'],
] as const)('is medium when its owner is %s', (owner, reason) => {
  expect(risk({ owner })).toEqual({ level: 'medium', reasons: [reason] });
});

it.each([
  ['is renewed by itself without notice', { renewalType: 'automatic' }, ['no_notice']],
  ['is renewed by itself with notice', { renewalType: 'automatic', noticeDeadlineOn: today }, []],
  ['has no end', { endOn: null }, ['no_end']],
  ['has no end on purpose', { endOn: null, renewalType: 'evergreen', reviewOn: today }, []],
  ['has no end on purpose and no review', { endOn: null, renewalType: 'evergreen' }, ['no_review']],
] as const)('when it %s', (_what, given, reasons) => {
  expect(risk(given)).toEqual({ level: reasons.length > 0 ? 'medium' : 'low', reasons });
});

it('names every reason', () => {
  const { level, reasons } = risk({ status: 'notice_window', nextOn: today, owner: 'away', endOn: null });
  expect([level, reasons]).toEqual(['high', ['notice_open', 'within_30_days', 'owner_away', 'no_end']]);
  expect(reasonsInWords(reasons.slice(0, 3))).toBe(
    'Notice counts now and nothing is decided; less than 30 days left and nothing is decided; its owner is away',
  );
  expect(reasonsInWords([])).toBe('');
});
