import { refusalOfResend } from './resend.rules.js';

it.each<[state: string, underWay: boolean, refusal: RegExp | null]>([
  ['sent', false, null],
  ['failed', false, null],
  ['sent', true, /being sent just now/],
  ['failed', true, /being sent just now/],
  ['scheduled', true, /being sent just now/],
  ['scheduled', false, /not been sent yet/],
  ['skipped', false, /never sent/],
  ['superseded', false, /never sent/],
  ['whatever comes one day', false, /never sent/],
])('a reminder that is %s, its mail under way: %s', (state, underWay, refusal) => {
  const said = refusalOfResend({ state, underWay });
  if (refusal === null) expect(said).toBeNull();
  else expect(said).toMatch(refusal);
});
