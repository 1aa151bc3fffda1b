import { createTransport } from 'nodemailer';
import { unsubscribeHeaders } from './list-unsubscribe.js';
import { Mailer, MailServerAway, oneAddress, RefusedAddress, UnansweredMail, type Mail } from './mailer.js';

const permanentRefusal = 500;

/** Milliseconds; together well below the time for which a worker holds a message. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 5_000 };

/** Hands mail to an SMTP server. */
export class SmtpMailer extends Mailer {
  private readonly transport;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.transport = createTransport({ url, ...timeouts }, { from });
  }

  async send({ messageId, to, subject, text, html, unsubscribe }: Mail): Promise<void> {
    try {
      await this.transport.sendMail({
        messageId,
        to: oneAddress(to),
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribeHeaders(unsubscribe) },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (error) {
      const { responseCode, command } = error as SmtpError;
      if (command === 'RCPT TO' && (responseCode ?? 0) >= permanentRefusal)
        throw new RefusedAddress('the server refused the address');
      if (neverCameToTheMessage(error as SmtpError))
        throw new MailServerAway('the server took no message', { cause: error });
      if (mayHaveBeenAccepted(error as SmtpError))
        throw new UnansweredMail('the connection was lost before the answer came');
      throw error;
    }
  }
}

interface SmtpError extends Error {
  readonly responseCode?: number;
  readonly command?: string;
  readonly code?: string;
  readonly syscall?: string;
}

/** No connection, no greeting, or a refusal before the message was spoken of: too busy, or a wrong password of ours. */
function neverCameToTheMessage({ responseCode, command = '', code, syscall, message }: SmtpError): boolean {
  if (responseCode !== undefined) return /^(CONN|EHLO|HELO|STARTTLS|AUTH)/.test(command);
  return syscall === 'connect' || code === 'EDNS' || message.startsWith('Greeting');
}

/** The server gave no answer, although there was a connection. */
function mayHaveBeenAccepted({ responseCode }: SmtpError): boolean {
  return responseCode === undefined;
}
