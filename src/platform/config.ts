import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readFileSettings, type FileSettings } from './files/file-settings.js';
import { readNotifySettings, type NotifySettings } from './mail/notify-settings.js';

/** A setting is wrong. The message is one sentence that names it, says why and what to do. */
export class ConfigError extends Error {}

/** What a process does: answer people and run jobs, or one of the two. */
export const roles = ['all', 'api', 'worker'] as const;
export type Role = (typeof roles)[number];

export interface Config {
  readonly production: boolean;
  readonly role: Role;
  /** Invented data, one-click sign-ins and a movable clock. Never in production. */
  readonly demonstration: boolean;
  readonly host: string;
  readonly port: number;
  /** An outside PostgreSQL of version 15 or later; null starts the embedded one under the data folder. */
  readonly databaseUrl: string | null;
  /** The role that owns the tables. Without it the application's own role migrates, which production refuses. */
  readonly migrationDatabaseUrl: string | null;
  /** A Redis of version 7 or later that holds the queue; null keeps the queue in the database. */
  readonly redisUrl: string | null;
  readonly dataFolder: string;
  /** Where the documents that people upload are kept. */
  readonly files: FileSettings;
  /** Mail goes to this server, or through GOV.UK Notify; with neither each message is a file under the data folder. */
  readonly smtpUrl: string | null;
  readonly notify: NotifySettings | null;
  readonly mailFrom: string;
  /** Where people reach the product: the only source of links. */
  readonly publicBaseUrl: URL;
  /** Host headers that are answered; any other is 421. */
  readonly hosts: readonly string[];
  readonly trustProxy: boolean | string;
  readonly leadAgency: string;
  readonly logLevel: string;
  /** Whoever sends it reads `/metrics`; null: nobody does. */
  readonly metricsToken: string | null;
  /** Keys the hashes of what people typed as their address. Never leaves the process. */
  readonly secretKey: string;
}

/** The injection token of the settings. */
export const CONFIG = Symbol('config');

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'];

/** Reads and checks every setting. Nothing else in the product reads the environment. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const text = (name: string): string | null => env[name]?.trim() || null;
  const production = oneOf(env, 'NODE_ENV', ['production', 'development', 'test'], 'development') === 'production';
  const databaseUrl = url(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  const demonstration = yesOrNo(env, 'DEMONSTRATION', !production && databaseUrl === null);
  if (production && demonstration)
    throw new ConfigError(
      'DEMONSTRATION is "true", but invented sign-ins are never allowed when NODE_ENV is "production": remove one of the two.',
    );
  if (production && databaseUrl === null)
    throw new ConfigError('DATABASE_URL is missing: in production, give the address of a PostgreSQL 15 or later.');
  const role = oneOf(env, 'ROLE', roles, 'all') as Role;
  if (role !== 'all' && databaseUrl === null)
    throw new ConfigError(
      `ROLE is "${role}", but DATABASE_URL is missing: processes that share the work need one PostgreSQL, so give its address.`,
    );
  const port = wholeNumber(env, 'PORT', 3000, 0, 65535);
  const host = text('HOST') ?? '127.0.0.1';
  const publicBaseUrl = new URL(url(env, 'PUBLIC_BASE_URL', ['http:', 'https:']) ?? `http://localhost:${port}`);
  if (production && publicBaseUrl.protocol !== 'https:')
    throw new ConfigError('PUBLIC_BASE_URL must begin with https:// in production, because people sign in through it.');
  const dataFolder = resolve(text('DATA_FOLDER') ?? '.data');
  return Object.freeze({
    production,
    role,
    demonstration,
    host,
    port,
    databaseUrl,
    redisUrl: url(env, 'REDIS_URL', ['redis:', 'rediss:']),
    migrationDatabaseUrl: url(env, 'MIGRATION_DATABASE_URL', ['postgres:', 'postgresql:']),
    dataFolder,
    files: readFileSettings(text, { dataFolder, production }, (sentence) => new ConfigError(sentence)),
    smtpUrl: url(env, 'SMTP_URL', ['smtp:', 'smtps:']),
    notify: readNotifySettings(text, { production }, (sentence) => new ConfigError(sentence)),
    mailFrom: mailAddress(env, 'MAIL_FROM', 'accord@localhost'),
    publicBaseUrl,
    hosts: allowedHosts(publicBaseUrl, production),
    trustProxy: trustedProxy(text('TRUST_PROXY')),
    leadAgency: text('LEAD_AGENCY') ?? 'National Crime Agency',
    logLevel: oneOf(env, 'LOG_LEVEL', logLevels, production ? 'info' : 'warn'),
    metricsToken: metricsToken(text('METRICS_TOKEN')),
    secretKey: secretKey(text('SECRET_KEY'), production, dataFolder),
  });
}

function allowedHosts(base: URL, production: boolean): string[] {
  return production ? [base.hostname] : [base.hostname, 'localhost', '127.0.0.1', '[::1]'];
}

/** Which proxies may say who the client is: an address or a comma-separated list; nobody by default. */
function trustedProxy(value: string | null): boolean | string {
  if (value === null || value === 'false') return false;
  if (value === 'true')
    throw new ConfigError(
      'TRUST_PROXY is "true", which would believe anybody: give the address or network of your proxy, such as 10.0.0.0/8.',
    );
  return value;
}

function metricsToken(given: string | null): string | null {
  if (given !== null && given.length < 32)
    throw new ConfigError('METRICS_TOKEN is shorter than 32 characters: give a long random text, or none.');
  return given;
}

function secretKey(given: string | null, production: boolean, dataFolder: string): string {
  if (given !== null) {
    if (given.length < 32) throw new ConfigError('SECRET_KEY is shorter than 32 characters: give a long random text.');
    return given;
  }
  if (production)
    throw new ConfigError('SECRET_KEY is missing: in production, give a random text of at least 32 characters.');
  const file = join(dataFolder, 'secret-key');
  if (!existsSync(file)) makeSecretKey(dataFolder, file);
  return readFileSync(file, 'utf8');
}

/** Written beside and put in place whole, unless another process that starts at the same time was quicker: both take the same key. */
function makeSecretKey(dataFolder: string, file: string): void {
  mkdirSync(dataFolder, { recursive: true });
  const own = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(own, randomBytes(32).toString('hex'), { mode: 0o600 });
  try {
    linkSync(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, otherwise: number, least: number, most: number): number {
  const value = env[name]?.trim();
  if (!value) return otherwise;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most)
    throw new ConfigError(`${name} is "${value}", but must be a whole number from ${least} to ${most}.`);
  return number;
}

function yesOrNo(env: NodeJS.ProcessEnv, name: string, otherwise: boolean): boolean {
  return oneOf(env, name, ['true', 'false'], String(otherwise)) === 'true';
}

function oneOf(env: NodeJS.ProcessEnv, name: string, allowed: readonly string[], otherwise: string): string {
  const value = env[name]?.trim() || otherwise;
  if (!allowed.includes(value))
    throw new ConfigError(`${name} is "${value}", but must be one of: ${allowed.join(', ')}.`);
  return value;
}

/** The value is not repeated in the message: an address may carry a password. */
function url(env: NodeJS.ProcessEnv, name: string, protocols: readonly string[]): string | null {
  const value = env[name]?.trim();
  if (!value) return null;
  const parsed = URL.canParse(value) ? new URL(value) : null;
  if (parsed === null || !protocols.includes(parsed.protocol))
    throw new ConfigError(`${name} is not an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
  return value;
}

function mailAddress(env: NodeJS.ProcessEnv, name: string, otherwise: string): string {
  const value = env[name]?.trim() || otherwise;
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(value))
    throw new ConfigError(`${name} is "${value}", but must be an e-mail address such as accord@agency.example.`);
  return value;
}
