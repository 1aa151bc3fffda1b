import { freshDatabase, type TestDatabase } from '../support/database.js';
import { dataFolder, startProduct, type Product } from '../support/product.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';
import { walkMainJob } from './main-job.mjs';

let database: TestDatabase;
let smtp: SmtpPeer;
let product: Product;
const folder = dataFolder();

beforeAll(async () => {
  database = await freshDatabase();
  smtp = await startSmtpPeer();
  product = await startProduct({
    DATABASE_URL: database.applicationUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    DEMONSTRATION: 'true',
    SMTP_URL: smtp.url,
    DATA_FOLDER: folder.path,
  });
}, 300_000);

afterAll(async () => {
  await product?.stop();
  await smtp.close();
  await database.drop();
  folder.remove();
});

it('the main job works from end to end, with mail received by a real SMTP server', async () => {
  await walkMainJob({
    base: product.base,
    mails: async () => smtp.received.map((mail) => `Subject: ${mail.subject}\n\n${mail.text}`),
  });
}, 300_000);

it('nothing personal, marked or secret was printed', () => {
  expect(product.output()).not.toMatch(/accessToken|Bearer [A-Za-z0-9_-]{43}|\$argon2id/);
  expect(product.output()).not.toContain('data dictionary');
});
