import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Clock } from '../../src/kernel/clock.js';
import { FolderMailer } from '../../src/platform/mail/folder.mailer.js';
import { bodiesOf } from '../../src/platform/mail/letter.js';
import { RefusedAddress, UnansweredMail, type Mail, type Mailer } from '../../src/platform/mail/mailer.js';
import { NotifyMailer } from '../../src/platform/mail/notify.mailer.js';
import { SmtpMailer } from '../../src/platform/mail/smtp.mailer.js';
import { listenToLog, restoreLogLevel } from '../support/log.js';
import { startNotifyPeer, type NotifyPeer } from '../support/notify.js';
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
const unsubscribe = 'https://accord.example/unsubscribe/abc';
const from = 'accord@accord.example';

let smtp: SmtpPeer;
let notify: NotifyPeer;
beforeAll(async () => {
  [smtp, notify] = [await startSmtpPeer(), await startNotifyPeer()];
});
afterAll(async () => {
  await smtp.close();
  await notify.close();
  restoreLogLevel();
});
beforeEach(() => {
  [smtp, notify].forEach(({ received, refused }) => {
    received.length = 0;
    refused.clear();
  });
  smtp.onMail = () => undefined;
  smtp.unanswered.clear();
  notify.failing = null;
});

const notifying = (
  given: { apiKey?: string; templateId?: string; timeout?: number; url?: string } = {},
): NotifyMailer => {
  const { apiKey = notify.apiKey, templateId = notify.templateId, url = notify.url, timeout } = given;
  return new NotifyMailer({ apiKey, templateId, baseUrl: new URL(url) }, timeout);
};

async function outcomeOf(mailer: Mailer, one: Mail = mail): Promise<string> {
  try {
    await mailer.send(one);
    return 'sent';
  } catch (error) {
    if (error instanceof RefusedAddress) return 'refused';
    return error instanceof UnansweredMail ? 'unanswered' : 'failed';
  }
}

/** A port on which nobody listens. */
async function nowhere(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

interface Way {
  readonly mailer: () => Mailer;
  readonly away: (port: number) => Mailer;
  readonly arrived: () => [to: string, id: string, subject: string, text: string][];
  readonly refuse: () => void;
  readonly failOnce: () => void;
  readonly cut: () => void;
}

const plain = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();

const ways: [string, Way][] = [
  [
    'a mail server',
    {
      mailer: () => new SmtpMailer(smtp.url, from),
      away: (port) => new SmtpMailer(`smtp://127.0.0.1:${port}`, from),
      arrived: () => smtp.received.map((one) => [one.to, one.messageId, one.subject, plain(one.text)]),
      refuse: () => smtp.refused.add(mail.to),
      failOnce: () => {
        smtp.onMail = () => {
          throw new Error('try later');
        };
      },
      cut: () => smtp.unanswered.add(mail.to),
    },
  ],
  [
    'GOV.UK Notify',
    {
      mailer: () => notifying(),
      away: (port) => notifying({ url: `http://127.0.0.1:${port}` }),
      arrived: () => notify.received.map((one) => [one.to, one.reference, one.subject, plain(one.body)]),
      refuse: () => notify.refused.add(mail.to),
      failOnce: () => {
        notify.failing = 500;
      },
      cut: () => {
        notify.failing = 'cut';
      },
    },
  ],
];

describe.each(ways)('%s', (_name, way) => {
  it('gets the letter under our Message-ID', async () => {
    expect(await outcomeOf(way.mailer())).toBe('sent');
    expect(way.arrived()).toEqual([[mail.to, mail.messageId, letter.subject, plain(letter.text)]]);
  });

  it('that refuses the address says so for good', async () => {
    way.refuse();
    expect([await outcomeOf(way.mailer()), way.arrived()]).toEqual(['refused', []]);
  });

  it('that fails is worth another try, and has nothing', async () => {
    way.failOnce();
    expect([await outcomeOf(way.mailer()), way.arrived()]).toEqual(['failed', []]);
  });

  it('whose answer is lost may have it', async () => {
    way.cut();
    expect([await outcomeOf(way.mailer()), way.arrived().length]).toEqual(['unanswered', 1]);
  });

  it('that cannot be reached has nothing', async () => {
    expect(await outcomeOf(way.away(await nowhere()))).toBe('failed');
  });
});

describe('over SMTP', () => {
  it('both parts travel as one message, the plain text first, with lines that any server takes', async () => {
    await new SmtpMailer(smtp.url, from).send({ ...mail, unsubscribe });
    const [got] = smtp.received;
    expect(got.header('auto-submitted')).toBe('auto-generated');
    expect(got.header('mime-version')).toBe('1.0');
    expect(got.header('list-unsubscribe')).toBe(`<${unsubscribe}>`);
    expect(got.parts).toEqual(['text/plain; charset=utf-8', 'text/html; charset=utf-8']);
    expect(plain(got.html)).toBe(plain(letter.html));
    const lines = got.source().split('\r\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(78);
  });

  it('the one-click header stands for an address of HTTPS only', async () => {
    for (const address of [unsubscribe, unsubscribe.replace('https', 'http')])
      await new SmtpMailer(smtp.url, from).send({ ...mail, unsubscribe: address });
    const clicks = smtp.received.map((one) => [
      one.header('list-unsubscribe') !== '',
      one.header('list-unsubscribe-post'),
    ]);
    expect(clicks).toEqual([
      [true, 'List-Unsubscribe=One-Click'],
      [true, ''],
    ]);
  });
});

describe('through GOV.UK Notify', () => {
  it('the way to unsubscribe goes along, where it is of HTTPS', async () => {
    for (const address of [unsubscribe, unsubscribe.replace('https', 'http'), undefined])
      await notifying().send({ ...mail, unsubscribe: address });
    expect(notify.received.map((one) => one.unsubscribe)).toEqual([unsubscribe, undefined, undefined]);
  });

  it('no answer within the time is an answer that was lost', async () => {
    notify.failing = 'hang';
    expect([await outcomeOf(notifying({ timeout: 300 })), notify.received.length]).toEqual(['unanswered', 1]);
  });

  it.each([
    [429, 'failed'],
    [500, 'failed'],
    [502, 'unanswered'],
    [503, 'failed'],
    [504, 'unanswered'],
  ])('%i is %s', async (status, outcome) => {
    notify.failing = status;
    expect(await outcomeOf(notifying())).toBe(outcome);
  });

  it('that sends us elsewhere is never followed with the key in hand', async () => {
    listenToLog();
    notify.failing = 'elsewhere';
    expect(await outcomeOf(notifying())).toBe('failed');
  });

  it.each<[string, () => NotifyMailer]>([
    [
      'a key that is another’s',
      () => notifying({ apiKey: notify.apiKey.replace(/.$/, (last) => (last === '1' ? '2' : '1')) }),
    ],
    ['a service that is not there', () => notifying({ apiKey: notify.apiKey.replace('26785a09', '00000000') })],
    ['a template that is not there', () => notifying({ templateId: '00000000-0000-4000-8000-000000000000' })],
  ])(
    '%s is tried again and logged for whoever runs it, without the key, the token or the mail',
    async (_what, make) => {
      const logged = listenToLog();
      const error: unknown = await make()
        .send(mail)
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect([error instanceof RefusedAddress, error instanceof UnansweredMail]).toEqual([false, false]);
      const lines = logged.filter((line) => line.includes('GOV.UK Notify refuses what we send'));
      expect(lines).toHaveLength(1);
      const told = `${lines.join()} ${inspect(error, { depth: 10 })}`;
      const token = notify.authorised.at(-1)!.slice('Bearer '.length);
      for (const kept of [token, '2f6c0a9e4d1', mail.to, href]) expect(told).not.toContain(kept);
    },
  );
});

describe('without a mail server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-mail-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('each mail is a file with both parts, from which a reader gets the plain text', async () => {
    const mailer = new FolderMailer(folder, from, new Clock());
    await mailer.send({ ...mail, unsubscribe });
    const [kept] = await mailer.latest(5);
    expect(kept).toMatchObject({ to: mail.to, subject: mail.subject });
    expect(kept.text.trimEnd()).toBe(letter.text.trimEnd());
    const source = (await mailer.read(kept.name))!;
    expect(source).toContain('Content-Type: text/html; charset=utf-8');
    expect(source).toContain(`List-Unsubscribe: <${unsubscribe}>`);
    // The link of the plain text can be copied from the source.
    expect(source.replaceAll('=3D', '=')).toContain(`\n${href}\n`);
  });
});
