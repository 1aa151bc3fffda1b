import { NotifyClient } from 'notifications-node-client';
import { log } from '../log.js';
import { Mailer, MailServerAway, RefusedAddress, UnansweredMail, type Mail } from './mailer.js';
import type { NotifySettings } from './notify-settings.js';

/** Milliseconds for the whole exchange; well below the time for which a worker holds a message. */
const patience = 30_000;

/** As much of what the client throws as we look at. The rest of it holds the key and the mail, so it is never passed on. */
interface NotifyError {
  readonly code?: string;
  readonly response?: { readonly status?: number; readonly data?: { readonly errors?: readonly NotifyProblem[] } };
}

interface NotifyProblem {
  readonly error?: string;
  readonly message?: string;
}

type RestClient = Parameters<NotifyClient['setClient']>[0];

/**
 * Hands mail to GOV.UK Notify: the subject and the plain text go into a template that holds nothing else, and Notify makes the HTML.
 * Our Message-ID travels as the reference, by which Notify tells what became of the mail.
 */
export class NotifyMailer extends Mailer {
  private readonly client: NotifyClient;

  constructor(
    private readonly settings: NotifySettings,
    timeout = patience,
  ) {
    super();
    this.client = new NotifyClient(settings.baseUrl.href.replace(/\/$/, ''), settings.apiKey);
    // The client waits for ever unless told, and would follow wherever it is sent with the key in hand.
    const send = this.client.apiClient.restClient as unknown as (options: object) => Promise<unknown>;
    this.client.setClient(((options: object) => send({ ...options, timeout, maxRedirects: 0 })) as RestClient);
  }

  async send({ messageId, to, subject, text, unsubscribe }: Mail): Promise<void> {
    try {
      await this.client.sendEmail(this.settings.templateId, to, {
        personalisation: { subject, body: text },
        reference: messageId,
        ...(unsubscribe?.startsWith('https://') ? { oneClickUnsubscribeURL: unsubscribe } : {}),
      });
    } catch (error) {
      throw meaningOf(error as NotifyError);
    }
  }
}

/** Before anything of the mail has left: no connection was made. */
const neverReached = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
/** A go-between gave up on Notify, which may have taken the mail. */
const lostBehind = [502, 504];

/** https://docs.notifications.service.gov.uk/node.html#send-an-email-error-codes */
function meaningOf({ code, response }: NotifyError): Error {
  const status = response?.status;
  const problems = Array.isArray(response?.data?.errors) ? response.data.errors : [];
  if (status === undefined)
    return neverReached.includes(code ?? '')
      ? new MailServerAway('GOV.UK Notify could not be reached')
      : new UnansweredMail('the connection to GOV.UK Notify was lost before the answer came');
  if (status === 400 && problems.some(isAboutAddress)) return new RefusedAddress('GOV.UK Notify refused the address');
  if (lostBehind.includes(status)) return new UnansweredMail(`GOV.UK Notify answered ${status}`);
  // Somebody has to put this right: the key, the template, or what the service may send to.
  if (status !== 429 && status < 500)
    log.error(
      { status, errors: problems.map(({ error }) => error) },
      'GOV.UK Notify refuses what we send: check NOTIFY_API_KEY, NOTIFY_TEMPLATE_ID, the clock, and that the service is live',
    );
  // Too busy, or a key that will not do: it took nothing, so the mail waits rather than being given up.
  return [401, 403, 429, 503].includes(status)
    ? new MailServerAway(`GOV.UK Notify answered ${status}`)
    : new Error(`GOV.UK Notify answered ${status}`);
}

function isAboutAddress({ error, message }: NotifyProblem): boolean {
  return error === 'ValidationError' && typeof message === 'string' && message.startsWith('email_address ');
}
