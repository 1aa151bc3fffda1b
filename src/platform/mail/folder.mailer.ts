import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { Clock } from '../../kernel/clock.js';
import { unsubscribeHeaders } from './list-unsubscribe.js';
import { Mailer, oneAddress, type Mail } from './mailer.js';
import { readMime, textIn } from './mime.js';

/** One message, as its reader sees it. */
export interface KeptMail {
  readonly name: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Without a mail server each message becomes a file that `/dev/mail` shows. */
export class FolderMailer extends Mailer {
  private readonly transport;

  constructor(
    private readonly folder: string,
    from: string,
    private readonly clock: Clock,
  ) {
    super();
    this.transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' }, { from });
  }

  async send({ messageId, to, subject, text, html, unsubscribe }: Mail): Promise<void> {
    const built = await this.transport.sendMail({
      messageId,
      to: oneAddress(to),
      subject,
      text,
      html,
      headers: unsubscribeHeaders(unsubscribe),
      date: this.clock.now(),
    });
    await mkdir(this.folder, { recursive: true });
    const name = `${this.clock.now().toISOString().replaceAll(/[:.]/g, '-')}-${messageId.replaceAll(/[^A-Za-z0-9-]/g, '')}.eml`;
    // Written beside and then moved, so that nobody reads half a message; the same message twice is the same file.
    // Long lines are in one piece, so that a link can be copied from the file.
    const source = (built.message as Buffer).toString('utf8').replaceAll('=\n', '');
    await writeFile(join(this.folder, `.${name}`), source);
    await rename(join(this.folder, `.${name}`), join(this.folder, name));
  }

  /** The newest first. */
  async list(most: number): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names
      .filter((name) => /^[A-Za-z0-9-]+\.eml$/.test(name))
      .sort()
      .reverse()
      .slice(0, most);
  }

  /** The newest messages as people read them, in plain text: what their encoding breaks off is put together again. */
  async latest(most: number): Promise<KeptMail[]> {
    const sources = await Promise.all(
      (await this.list(most)).map(async (name) => ({ name, source: await this.read(name) })),
    );
    return sources.flatMap(({ name, source }) => (source === null ? [] : [{ name, ...readable(source) }]));
  }

  /** The message's source, or null. The name is one that `list` gave. */
  async read(name: string): Promise<string | null> {
    if (!/^[A-Za-z0-9-]+\.eml$/.test(name)) return null;
    return readFile(join(this.folder, name), 'utf8').catch(() => null);
  }
}

function readable(source: string): Omit<KeptMail, 'name'> {
  const mail = readMime(source);
  const header = (name: string): string => mail.headers.get(name) ?? '';
  return { to: header('to'), subject: header('subject'), text: textIn(mail, 'text/plain') ?? '' };
}
