import type { FastifyRequest } from 'fastify';
import { csrfTokenFor, requireCsrfToken } from './csrf.js';

const key = 'a key of the product';
const post = (token: unknown): FastifyRequest =>
  ({ method: 'POST', body: { _csrf: token, kept: 'yes' } }) as unknown as FastifyRequest;
const check =
  (token: unknown, session = 'one') =>
  () =>
    requireCsrfToken(post(token), session, key);

it('is written differently each time, with nothing that repeats', () => {
  const tokens = Array.from({ length: 50 }, () => csrfTokenFor('one', key));
  expect(new Set(tokens).size).toBe(50);
  for (let place = 0; place < 64; place += 1)
    expect(new Set(tokens.map((token) => Buffer.from(token, 'base64url')[place])).size).toBeGreaterThan(10);
});

it('is taken in any of its forms, and out of the body', () => {
  for (const token of [csrfTokenFor('one', key), csrfTokenFor('one', key)]) {
    const request = post(token);
    requireCsrfToken(request, 'one', key);
    expect(request.body).toEqual({ kept: 'yes' });
  }
});

it.each<[string, () => unknown]>([
  ['none', () => undefined],
  ['an empty one', () => ''],
  ['a list of them', () => [csrfTokenFor('one', key), csrfTokenFor('one', key)]],
  ['that of another session', () => csrfTokenFor('two', key)],
  ['that of another key', () => csrfTokenFor('one', 'another key')],
  ['one without its mask', () => csrfTokenFor('one', key).slice(43)],
  ['nothing but noughts', () => Buffer.alloc(64).toString('base64url')],
  ['a changed mask', () => flipped(csrfTokenFor('one', key), 0)],
  ['a changed token', () => flipped(csrfTokenFor('one', key), 63)],
  ['one that goes on', () => `${csrfTokenFor('one', key)}AAAA`],
])('refuses %s', (_what, token) => {
  expect(check(token())).toThrow('This form is out of date.');
});

it('asks for none where nothing is changed', () => {
  const request = { method: 'GET', body: null } as unknown as FastifyRequest;
  expect(() => requireCsrfToken(request, 'one', key)).not.toThrow();
});

function flipped(token: string, place: number): string {
  const bytes = Buffer.from(token, 'base64url');
  bytes[place] ^= 1;
  return bytes.toString('base64url');
}
