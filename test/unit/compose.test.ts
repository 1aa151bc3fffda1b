import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');

interface Service {
  image?: string;
  healthcheck?: { test: string[] };
  environment?: Record<string, string>;
  ports?: string[];
  command?: string[];
  depends_on?: Record<string, { condition: string }>;
}
const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  configs: Record<string, { content: string }>;
};
const variables = [...text.matchAll(/(?<!\$)\$\{([A-Z0-9_]+)(:?[-?][^}]*)?\}/g)];

/** The schema of the Compose specification, as the linter `dclint` publishes it. */
function composeSchema(): { $schema?: string } {
  const packageFile = createRequire(join(root, 'package.json')).resolve('dclint');
  const schema = JSON.parse(readFileSync(join(dirname(packageFile), '../schemas/compose.schema.json'), 'utf8'));
  return schema as { $schema?: string };
}

describe('docker-compose.yml', () => {
  test('is a valid Compose file', () => {
    const { $schema: _, ...schema } = composeSchema();
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv, { mode: 'fast', formats: ['uri'] });
    ajv
      .addFormat('duration', true)
      .addFormat('expose', true)
      .addFormat('ports', true)
      .addFormat('subnet_ip_address', true);
    const validate = ajv.compile(schema);
    validate(compose);
    expect(validate.errors).toBeNull();
    validate({ services: { app: { image: 'accord', helthcheck: {} } } });
    expect(validate.errors).not.toBeNull();
  });

  test.each(Object.entries(compose.services))('pins %s and checks its health', (_name, service) => {
    expect(service.image).toMatch(/^[a-z/]+:v?\d+\.\d+/);
    expect(service.healthcheck?.test[0]).toBe('CMD');
  });

  test('waits until what the application needs is healthy', () => {
    const healthy = { condition: 'service_healthy' };
    expect(compose.services.app.depends_on).toEqual({ postgres: healthy, mail: healthy });
    expect(compose.services.worker.depends_on).toEqual({ postgres: healthy, redis: healthy, mail: healthy });
  });

  test('runs people’s answers and jobs apart, with the same settings otherwise', () => {
    const { ROLE: api, ...settings } = compose.services.app.environment!;
    const { ROLE: worker, ...others } = compose.services.worker.environment!;
    expect([api, worker]).toEqual(['api', 'worker']);
    expect(others).toEqual(settings);
    expect(settings.REDIS_URL).toBe('redis://redis:6379');
  });

  test('opens no port of the database, of Redis or of the worker, and others on this machine only', () => {
    for (const name of ['postgres', 'redis', 'worker']) expect(compose.services[name].ports).toBeUndefined();
    const opened = Object.values(compose.services).flatMap(({ ports = [] }) => ports);
    expect(opened.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(opened).toHaveLength(2);
  });

  test('lets Redis throw nothing away that waits', () => {
    expect(compose.services.redis.command?.join(' ')).toContain('--maxmemory-policy noeviction');
  });

  test('holds no secret: each one has to be given', () => {
    const secrets = variables.filter(([, name]) => name.endsWith('PASSWORD'));
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter(([, , otherwise]) => !otherwise?.startsWith(':?'))).toEqual([]);
    const settings = Object.values(compose.services).flatMap(({ environment = {} }) => Object.entries(environment));
    const secretSettings = settings.filter(([name]) => /PASSWORD|SECRET/.test(name));
    expect(secretSettings.filter(([, value]) => !value.startsWith('${'))).toEqual([]);
    expect(text).not.toMatch(/:\/\/[^/\s:]+:[^$@\s]+@/);
  });

  test('asks for nothing that .env.example does not explain', () => {
    const explained = [...read('.env.example').matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name]) => name);
    expect(variables.map(([, name]) => name).filter((name) => !explained.includes(name))).toEqual([]);
  });

  test('makes the two roles that the embedded server has', () => {
    const script = compose.configs['create-roles'].content;
    expect(script).toContain('CREATE ROLE accord_owner');
    expect(script).toContain('CREATE ROLE accord_app');
  });
});

describe('.env.example', () => {
  test('names every setting that the product reads', () => {
    const named = [...read('.env.example').matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name]) => name);
    const source = read('src/platform/config.ts') + read('src/platform/files/file-settings.ts');
    const asked = [...source.matchAll(/(?:text\(|env, |needed\()'([A-Z0-9_]+)'/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((name) => !named.includes(name))).toEqual([]);
  });
});

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  test('pins its base, runs as an ordinary user and checks its health', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases).toEqual(bases.map(() => expect.stringMatching(/^node:24\.\d+\.\d+-\w+-slim$/)));
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  });
});
