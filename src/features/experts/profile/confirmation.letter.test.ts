import { bodiesOf } from '../../../platform/mail/letter.js';
import { confirmationLetter } from './confirmation.letter.js';

it('the mail carries the link and nothing else of its own, in words and as HTML', () => {
  const { subject, text, html } = bodiesOf(confirmationLetter('https://accord.example/confirm/value'));
  expect(subject).toBe('Is this still correct?');
  for (const said of [text, html])
    expect(said.match(/https:[^\s"]+/g)).toEqual(['https://accord.example/confirm/value']);
});
