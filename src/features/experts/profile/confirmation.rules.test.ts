import { calendarDate } from '../../../kernel/calendar-date.js';
import { isReachedAlike, refusalOfAsking, refusalOfMail, type ReachableFacts } from './confirmation.rules.js';

const reachable: ReachableFacts = { email: 'a@b.example', doNotContact: false, objectedOn: null, restrictedOn: null };
const today = calendarDate('2026-06-10');

it.each<[string, Partial<ReachableFacts>, RegExp | null]>([
  ['nothing against it', {}, null],
  ['no address', { email: null }, /no e-mail address/],
  ['do not contact', { doNotContact: true }, /not to be contacted/],
  ['an objection', { objectedOn: today }, /objected/],
  ['a restriction', { restrictedOn: today }, /restricted/],
  ['an objection and no address', { objectedOn: today, email: null }, /objected/],
])('with %s', (_what, given, expected) => {
  const refusal = refusalOfMail({ ...reachable, ...given });
  if (expected === null) expect(refusal).toBeNull();
  else expect(refusal).toMatch(expected);
});

it.each([
  [null, true],
  ['2026-06-09', true],
  ['2026-06-10', false],
  ['2026-06-11', false],
])('who was asked on %s may be asked today: %s', (on, may) => {
  const confirmationAskedOn = on === null ? null : calendarDate(on);
  expect(refusalOfAsking({ ...reachable, confirmationAskedOn }, today) === null).toBe(may);
});

it.each<[Partial<ReachableFacts>, boolean]>([
  [{}, true],
  [{ email: 'other@b.example' }, false],
  [{ email: null }, false],
  [{ doNotContact: true }, false],
  [{ objectedOn: today }, false],
  [{ restrictedOn: today }, false],
])('a link sent before %j still stands: %s', (given, expected) => {
  expect(isReachedAlike(reachable, { ...reachable, ...given })).toBe(expected);
});
