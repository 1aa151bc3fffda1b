import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../src/kernel/clock.js';
import { FolderMailer } from '../../src/platform/mail/folder.mailer.js';
import { bodiesOf } from '../../src/platform/mail/letter.js';
import type { Mail } from '../../src/platform/mail/mailer.js';
import { SmtpMailer } from '../../src/platform/mail/smtp.mailer.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

const href = `https://accord.example/confirm/${'A1b2_-'.repeat(12)}?a=1&b=2`;
const letter = bodiesOf({
  subject: 'AGR-2026-0007 ends on 10 July 2026',
  parts: [
    'Agreement AGR-2026-0007 ends on 10 July 2026, which is its last day in force: “decide”, and see that 1 + 1 = 2 <b>.',
    { href, words: 'Open AGR-2026-0007 in Accord' },
  ],
});
const mail: Mail = { messageId: '<one@accord.example>', to: 'somebody@agency.example', ...letter };

describe('a mail server', () => {
  let smtp: SmtpPeer;
  beforeAll(async () => {
    smtp = await startSmtpPeer();
  });
  afterAll(() => smtp.close());

  it('gets plain text and HTML of the same letter, the plain text first, as one message under our Message-ID', async () => {
    await new SmtpMailer(smtp.url, 'accord@accord.example').send(mail);
    const [got] = smtp.received;
    expect(got.messageId).toBe(mail.messageId);
    expect(got.header('auto-submitted')).toBe('auto-generated');
    expect(got.header('mime-version')).toBe('1.0');
    expect(got.parts).toEqual(['text/plain; charset=utf-8', 'text/html; charset=utf-8']);
    expect(got.text.replaceAll('\r\n', '\n').trimEnd()).toBe(letter.text.trimEnd());
    expect(got.html.replaceAll('\r\n', '\n').trimEnd()).toBe(letter.html.trimEnd());
    expect(
      Math.max(
        ...got
          .source()
          .split('\r\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(78);
  });
});

describe('without a mail server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-mail-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('each mail is a file with both parts, from which a reader gets the plain text', async () => {
    const mailer = new FolderMailer(folder, 'accord@accord.example', new Clock());
    await mailer.send(mail);
    const [kept] = await mailer.latest(5);
    expect(kept).toMatchObject({ to: mail.to, subject: mail.subject });
    expect(kept.text.trimEnd()).toBe(letter.text.trimEnd());
    const source = (await mailer.read(kept.name))!;
    expect(source).toContain('Content-Type: text/html; charset=utf-8');
    // The link of the plain text can be copied from the source.
    expect(source.replaceAll('=3D', '=')).toContain(`\n${href}\n`);
  });
});
