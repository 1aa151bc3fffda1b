/** How mail goes out through GOV.UK Notify. */
export interface NotifySettings {
  /** Secret: `<name>-<service id>-<key>`. Never logged, never repeated. */
  readonly apiKey: string;
  /** A template of the service whose subject is `((subject))` and whose body is `((body))`. */
  readonly templateId: string;
  readonly baseUrl: URL;
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const keyForm = new RegExp(`^[\\x21-\\x7e]+-${uuid}-${uuid}$`, 'i');
const idForm = new RegExp(`^${uuid}$`, 'i');
const itsAddress = 'https://api.notifications.service.gov.uk';

/** Reads the settings; null without a key. `fail` makes the error of a wrong one: a sentence that never repeats the key. */
export function readNotifySettings(
  text: (name: string) => string | null,
  { production }: { readonly production: boolean },
  fail: (sentence: string) => Error,
): NotifySettings | null {
  const [apiKey, templateId, base] = [text('NOTIFY_API_KEY'), text('NOTIFY_TEMPLATE_ID'), text('NOTIFY_BASE_URL')];
  if (apiKey === null) {
    const alone = templateId !== null ? 'NOTIFY_TEMPLATE_ID' : base !== null ? 'NOTIFY_BASE_URL' : null;
    if (alone !== null)
      throw fail(
        `${alone} is given without NOTIFY_API_KEY: give the key of the GOV.UK Notify service as well, or neither.`,
      );
    return null;
  }
  if (text('SMTP_URL') !== null)
    throw fail('SMTP_URL and NOTIFY_API_KEY are both given, but mail goes out one way: remove one of the two.');
  if (!keyForm.test(apiKey))
    throw fail(
      'NOTIFY_API_KEY is not a key of GOV.UK Notify, which is a name and two ids: copy it again from the service.',
    );
  if (templateId === null)
    throw fail(
      'NOTIFY_TEMPLATE_ID is missing: with NOTIFY_API_KEY, give the id of the template that carries our mails.',
    );
  if (!idForm.test(templateId))
    throw fail(`NOTIFY_TEMPLATE_ID is "${templateId}", but must be the id of a template of GOV.UK Notify.`);
  const address = base === null ? itsAddress : base;
  const baseUrl = URL.canParse(address) ? new URL(address) : null;
  if (baseUrl === null || !['http:', 'https:'].includes(baseUrl.protocol) || baseUrl.username || baseUrl.password)
    throw fail('NOTIFY_BASE_URL is not an address that begins with https:// or http://.');
  if (production && baseUrl.protocol !== 'https:')
    throw fail('NOTIFY_BASE_URL must begin with https:// in production, because addresses and links travel to it.');
  return { apiKey, templateId, baseUrl };
}
