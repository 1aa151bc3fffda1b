import { readNotifySettings } from './notify-settings.js';

const key = 'accord_live-26785a09-ab16-4eb0-8407-a37497a57506-b1d5c0de-7f0a-4c52-9d1e-2f6c0a9e4d11';
const template = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
const complete = { NOTIFY_API_KEY: key, NOTIFY_TEMPLATE_ID: template };

const read = (env: Record<string, string>, production = true) =>
  readNotifySettings(
    (name) => env[name] ?? null,
    { production },
    (sentence) => new Error(sentence),
  );

it('nothing given is no Notify', () => {
  expect(read({})).toBeNull();
  expect(read({ SMTP_URL: 'smtp://mail' })).toBeNull();
});

it('a key and a template are enough', () => {
  expect(read(complete)).toEqual({
    apiKey: key,
    templateId: template,
    baseUrl: new URL('https://api.notifications.service.gov.uk'),
  });
});

it('another address of it is taken, outside production over http too', () => {
  const url = 'http://127.0.0.1:6011';
  expect(read({ ...complete, NOTIFY_BASE_URL: url }, false)?.baseUrl.href).toBe(`${url}/`);
});

it.each<[string, Record<string, string>, RegExp]>([
  ['two ways', { ...complete, SMTP_URL: 'smtp://mail' }, /^SMTP_URL and NOTIFY_API_KEY are both given/],
  ['a template alone', { NOTIFY_TEMPLATE_ID: template }, /^NOTIFY_TEMPLATE_ID is given without NOTIFY_API_KEY/],
  ['an address alone', { NOTIFY_BASE_URL: 'https://notify.example' }, /^NOTIFY_BASE_URL is given without/],
  ['a key alone', { NOTIFY_API_KEY: key }, /^NOTIFY_TEMPLATE_ID is missing/],
  ['a key that is none', { ...complete, NOTIFY_API_KEY: 'secret-password' }, /^NOTIFY_API_KEY is not a key/],
  ['half a key', { ...complete, NOTIFY_API_KEY: key.slice(0, -37) }, /^NOTIFY_API_KEY is not a key/],
  ['a template that is none', { ...complete, NOTIFY_TEMPLATE_ID: 'reminder' }, /^NOTIFY_TEMPLATE_ID is "reminder"/],
  ['no address', { ...complete, NOTIFY_BASE_URL: 'notify' }, /^NOTIFY_BASE_URL is not an address/],
  ['a password in it', { ...complete, NOTIFY_BASE_URL: 'https://a:b@notify.example' }, /^NOTIFY_BASE_URL is not/],
  ['http in production', { ...complete, NOTIFY_BASE_URL: 'http://notify.example' }, /^NOTIFY_BASE_URL must begin/],
])('%s is refused in a sentence that repeats no secret', (_what, env, sentence) => {
  const said = (() => {
    try {
      return JSON.stringify(read(env));
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(said).toMatch(sentence);
  expect(said).not.toMatch(/secret-password|b1d5c0de|a:b@/);
});
