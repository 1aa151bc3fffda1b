import fc from 'fast-check';

/** As much of JSON Schema as our OpenAPI document uses. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  nullable?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
}

export type Schemas = Record<string, Schema>;

const dates = ['2026-06-10', '2026-06-09', '2028-02-29', '2027-03-28', '2027-10-31', '1900-01-01', '2200-12-31'];
const instants = ['2026-06-09T10:00:00Z', '1900-01-01T00:00:00+14:00', '2200-12-31T23:59:59-12:00', '2026-03-29T01:30:00Z', '2026-06-09T24:00:00Z']; // prettier-ignore

/** Texts that break what reads them carelessly: SQL, patterns, paths, formulas, code points, lengths. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '%',
  '_%\\',
  '%'.repeat(200),
  '\\',
  "' or 1=1 --",
  '"; drop table users; --',
  '${7*7}{{7*7}}',
  '$1',
  '../../etc/passwd',
  '=cmd|calc!A1',
  '\u0000',
  'a\u0000b',
  '\u001b[31m',
  '\ud800',
  '\ufeff',
  '\u202egnp',
  'ﬀ'.repeat(100),
  '😀'.repeat(101),
  'İ'.repeat(60),
  `a${'\ufe0f'.repeat(5000)}`,
  'x\ufe0f'.repeat(4000),
  'e\u0301'.repeat(150),
  'x'.repeat(201),
  'x'.repeat(30_000),
  '-1',
  '0',
  '1e309',
  'NaN',
  '9'.repeat(30),
  'null',
  'undefined',
  'true',
  '[object Object]',
  '__proto__',
  'constructor',
  '2026-02-30',
  '0000-00-00',
  '10000-01-01',
  '2026-06-10T25:00:00Z',
  '2026-06-10T10:00:00+99:99',
  '00000000-0000-0000-0000-000000000000',
  'SECRET',
  'EXP-000001',
  'AGR-2026-0001',
  'a:b',
  'me',
];

const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  2_147_483_648,
  1e21,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  [[]],
  [null],
  [[[[[[[[[[[[1]]]]]]]]]]]],
  {},
  { length: 1 },
  { toString: 1 },
  { then: 1 },
  Array.from({ length: 600 }, (_, index) => index),
];

const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 3, arbitrary: fc.constantFrom(...hostileValues) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** Fields whose text must be of a kind that the document does not tell. */
const sensible: Record<string, readonly string[]> = {
  email: ['somebody@agency.example', 'Émile@exämple.example', `${'a'.repeat(64)}@agency.example`],
  website: ['https://www.example.org', 'http://127.0.0.1', 'javascript:alert(1)'],
  country: ['GB', 'gb', 'ZZ'],
  // The last is ISO 4217's code for tests.
  currency: ['GBP', 'EUR', 'XTS'],
  orcid: ['0000-0002-1825-0097', 'https://orcid.org/0000-0002-1694-233x', '0000-0002-1825-0098'],
  rorId: ['https://ror.org/015m2p889', '015m2p888'],
  emailDomains: ['example.ac.uk', '-a.example'],
  strand: ['upstream', 'overseas', 'nowhere'],
  strands: ['upstream', 'overseas', 'online'],
  topics: ['fraud', 'nowhere'],
  term: ['threat:fraud', 'threat:nothing'],
  code: ['fraud', 'upstream'],
  limit: ['1', '25', '100'],
  recipient: ['me'],
  assigneeUserId: ['me'],
};

/** How often something else than the schema asks for stands somewhere: never, seldom, often; of twenty values. */
const wildness = fc.constantFrom(0, 0, 0, 1, 1, 8);

/** Arbitraries made from the schemas of the API document. */
export class Values {
  constructor(
    private readonly schemas: Schemas,
    /** Ids of records that are there, for a field of this name. */
    private readonly idsFor: (name: string) => readonly string[],
  ) {}

  /** What the schema asks for, near its edges; now and then, at any depth, something else. */
  of(schema: Schema, name = ''): fc.Arbitrary<unknown> {
    return wildness.chain((wild) => this.within(schema, name, wild, 0));
  }

  private within(schema: Schema, name: string, wild: number, depth: number): fc.Arbitrary<unknown> {
    return fc.oneof(
      { weight: 20 - wild, arbitrary: this.proper(schema, name, wild, depth) },
      { weight: wild, arbitrary: hostile },
    );
  }

  private proper(given: Schema, name: string, wild: number, depth: number): fc.Arbitrary<unknown> {
    const schema = this.resolved(given);
    const proper = this.ofType(schema, name, wild, depth);
    return given.nullable || schema.nullable ? fc.option(proper, { freq: 10 }) : proper;
  }

  private resolved(schema: Schema): Schema {
    const reference = schema.$ref ?? schema.allOf?.[0].$ref;
    return reference === undefined ? schema : this.schemas[reference.split('/').at(-1)!];
  }

  private ofType(schema: Schema, name: string, wild: number, depth: number): fc.Arbitrary<unknown> {
    if (schema.enum) return fc.constantFrom(...schema.enum);
    switch (schema.type) {
      case 'string':
        return this.texts(schema.format, name);
      case 'number':
      case 'integer':
        return fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 1826, 14_400, 2 ** 31, 2 ** 53 - 1));
      case 'boolean':
        return fc.boolean();
      case 'array':
        return fc.uniqueArray(this.within(schema.items!, name, wild, depth + 1), { minLength: 1, maxLength: 3 });
      default:
        return depth > 4 ? fc.constant({}) : this.objects(schema, wild, depth);
    }
  }

  private texts(format: string | undefined, name: string): fc.Arbitrary<string> {
    if (format === 'date') return fc.constantFrom(...dates);
    if (format === 'date-time') return fc.constantFrom(...instants);
    if (format === 'uuid')
      return fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...this.idsFor(name)) },
        { weight: 1, arbitrary: fc.uuid() },
      );
    if (name in sensible) return fc.constantFrom(...sensible[name]);
    return fc.nat({ max: 99_999 }).map((number) => `Invented text ${number}`);
  }

  /** What is required and a few of the rest: every rule between fields would refuse all of them together. */
  private objects(schema: Schema, wild: number, depth: number): fc.Arbitrary<unknown> {
    const properties = schema.properties ?? {};
    const required = schema.required ?? [];
    const others = Object.keys(properties).filter((name) => !required.includes(name));
    return fc
      .subarray(others, { maxLength: Math.min(4, others.length) })
      .chain((chosen) =>
        fc.record(
          Object.fromEntries(
            [...required, ...chosen].map((name) => [name, this.within(properties[name], name, wild, depth + 1)]),
          ),
        ),
      );
  }
}

/** A cursor of ours in form, with parts that are not. */
export const cursors: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom<unknown>(
      '2026-06-10',
      '2026-06-10 10:00:00+00',
      '9999-12-31 00:00:00+00',
      '\ud800',
      'a',
      5,
      null,
      '00000000-0000-0000-0000-000000000000',
    ),
    { minLength: 1, maxLength: 4 },
  ) // prettier-ignore
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
