import { Passwords } from '../../src/platform/auth/passwords.js';
import { OutboxRelay } from '../../src/platform/jobs/relay.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';
import { listenToLog } from '../support/log.js';
import { startSmtpPeer, type ReceivedMail, type SmtpPeer } from '../support/smtp.js';

export const password = 'canary thimble walrus orbit';
export const nextPassword = 'canary lantern pickle meadow';
export const minute = 60_000;

/** The product with a real mail server beside it, and the jobs that send the mails about accounts. */
export interface MailRoom {
  readonly t: TestApp;
  readonly smtp: SmtpPeer;
  readonly agency: { id: string; name: string };
  readonly admin: Person;
  /** Every line that the product logged, at the lowest level. */
  readonly logged: string[];
  /** Somebody with a password; without one when `password_hash` is null. */
  somebody(given?: object): Promise<Person>;
  newAddress(): string;
  /** Does every job that waits, and answers with the mails that went out. */
  deliver(): Promise<ReceivedMail[]>;
  /** Posts a form from an address that nobody else uses. */
  post(path: string, fields: Record<string, string>, browser?: Browser): Promise<Page>;
  signsIn(email: string, typed: string): Promise<boolean>;
  audited(id: string): Promise<string[]>;
  /** Every row of a table, as text. */
  rowsOf(table: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function startMailRoom(): Promise<MailRoom> {
  const logged = listenToLog();
  const smtp = await startSmtpPeer();
  const t = await startTestApp({ smtpUrl: smtp.url, environment: { TRUST_PROXY: '127.0.0.1' } });
  const agency = await t.make.agency();
  const password_hash = await t.app.get(Passwords).hash(password);
  const newAddress = (): string => `203.0.113.${t.make.next() % 250}`;
  return {
    t,
    smtp,
    agency,
    logged,
    admin: await t.make.user('admin', agency.id),
    somebody: (given = {}) => t.make.user('partner', agency.id, { password_hash, ...given }),
    newAddress,
    deliver: async () => {
      const before = smtp.received.length;
      await t.app.get(OutboxRelay).pass();
      const owed = await t.source.query<{ id: string; job: string }[]>(
        `select id, job from outbox_deliveries where done_at is null and job like 'users.%' order by id`,
      );
      for (const { id, job } of owed) await t.runner.run(job, id);
      return smtp.received.slice(before);
    },
    post: async (path, fields, browser) =>
      (browser ?? (await t.asBrowser(null))).post(path, fields, { 'x-forwarded-for': newAddress() }),
    signsIn: async (email, typed) => {
      const call = t.as(null).post('auth/sign-in', { email, password: typed });
      return (await call.set('x-forwarded-for', newAddress())).status === 200;
    },
    audited: async (id) => {
      const entries = 'select verb from audit_entries where record_id = $1 order by at, id';
      return (await t.source.query<{ verb: string }[]>(entries, [id])).map(({ verb }) => verb);
    },
    rowsOf: async (table) => {
      const rows = ['select one::text as row from', table, 'one'].join(' ');
      return (await t.source.query<{ row: string }[]>(rows)).map(({ row }) => row);
    },
    close: async () => {
      await t.close();
      await smtp.close();
    },
  };
}

/** The path of the link in a mail. */
export function pathIn({ text }: ReceivedMail): string {
  return new URL(/https?:\/\/\S+/.exec(text)![0]).pathname;
}

/** A page but for what is new each time. */
export function withoutChance({ status, html, headers }: Page): unknown {
  // A nonce is as long as ever, but packs differently.
  const { date: _date, 'content-security-policy': _policy, 'content-length': _length, ...kept } = headers;
  return { status, html: html.replaceAll(/nonce="[^"]*"/g, ''), headers: kept };
}
