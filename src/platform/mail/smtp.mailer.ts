import { createTransport } from 'nodemailer';
import { Mailer, RefusedAddress, type Mail } from './mailer.js';

const permanentRefusal = 500;

/** Hands mail to an SMTP server. */
export class SmtpMailer extends Mailer {
  private readonly transport;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    super();
    this.transport = createTransport(url, { from });
  }

  async send({ messageId, to, subject, text }: Mail): Promise<void> {
    try {
      await this.transport.sendMail({
        messageId,
        to,
        subject,
        text,
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (error) {
      const { responseCode, command } = error as { responseCode?: number; command?: string };
      if (command === 'RCPT TO' && (responseCode ?? 0) >= permanentRefusal)
        throw new RefusedAddress('the server refused the address');
      throw error;
    }
  }
}
