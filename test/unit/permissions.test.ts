import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { access } from '../../src/access.js';
import { roles } from '../../src/kernel/actor.js';

const features = resolve(import.meta.dirname, '../../src');
const sources = readdirSync(features, { recursive: true, withFileTypes: true })
  .filter(
    (entry) =>
      entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') && entry.name !== 'access.ts',
  )
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

/** What routes ask for and what lifecycle steps need, as their sources say it. */
const asked = new Set(
  sources.flatMap((source) =>
    [...source.matchAll(/(?:@Permit\(|needs(?::| =) )'([a-z-]+\.[a-z-]+)'/g)].map(([, permission]) => permission),
  ),
);
const given = new Set(roles.flatMap((role) => access[role]));

it('every permission that something asks for is given to some role', () => {
  expect([...asked].filter((permission) => !given.has(permission))).toEqual([]);
});

it('every permission that a role has is asked for somewhere', () => {
  expect([...given].filter((permission) => !asked.has(permission))).toEqual([]);
});

it.each(roles)('the permissions of %s are listed once', (role) => {
  expect(access[role]).toEqual([...new Set(access[role])]);
});
