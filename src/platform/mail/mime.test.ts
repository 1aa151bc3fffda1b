import { readMime, textIn } from './mime.js';

const twoParts = [
  'Subject: One',
  ' line',
  'Content-Type: multipart/alternative;',
  '\tboundary="edge"',
  '',
  'Before the first part.',
  '--edge',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'A caf=C3=A9 whose line is bro=',
  'ken, 1 + 1 =3D 2.',
  '--edge',
  'Content-Type: text/html',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('<p>A café</p>').toString('base64'),
  '--edge--',
  'After the last.',
];

it.each(['\n', '\r\n'])('reads both parts of a mail whose lines end in %j', (end) => {
  const mail = readMime(twoParts.join(end));
  expect(mail.headers.get('subject')).toBe('One line');
  expect(textIn(mail, 'text/plain')).toBe('A café whose line is broken, 1 + 1 = 2.');
  expect(textIn(mail, 'text/html')).toBe('<p>A café</p>');
  expect(textIn(mail, 'message/delivery-status')).toBeNull();
});

it('a mail without parts is its own text', () => {
  expect(textIn(readMime('Subject: x\n\nOne\n\nTwo'), 'text/plain')).toBe('One\n\nTwo');
});

it.each<[string, string]>([
  ['nothing', ''],
  ['no headers', 'words only'],
  ['a continuation of nothing', ' folded\n\nbody'],
  ['a boundary that never comes', 'Content-Type: multipart/mixed; boundary=never\n\nbody'],
  ['an empty boundary', 'Content-Type: multipart/mixed; boundary=""\n\n--\n\n----\n'],
  ['no boundary', 'Content-Type: multipart/mixed\n\nbody'],
  ['escapes that are none', 'Content-Transfer-Encoding: quoted-printable\n\n=ZZ=4=\n=C3'],
  ['names of object properties', '__proto__: x\nconstructor: y\n\nbody'],
])('%s is read without an error', (_what, source) => {
  expect(() => textIn(readMime(source), 'text/plain')).not.toThrow();
});

it('parts within parts are read to a depth, and so many of them, however many there are', () => {
  let nested = 'Content-Type: text/plain\n\ndeep';
  for (let level = 0; level < 2000; level += 1)
    nested = `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n${nested}`;
  expect(textIn(readMime(nested), 'text/plain')).toBeNull();
  const wide = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(20_000)}`;
  expect(readMime(wide).parts).toHaveLength(50);
});
