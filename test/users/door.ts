import type supertest from 'supertest';
import { Passwords } from '../../src/platform/auth/passwords.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

export const password = 'canary thimble walrus orbit';
export const nextPassword = 'canary lantern pickle meadow';
export const minute = 60_000;

export interface Values {
  accessToken: string;
  refreshToken: string;
  expiresAt: string;
}

/** Somebody with a password, at an address of their own, so that no test slows another down. */
export type Somebody = Person & { from: string };

/** What people do to sign in, from an address that the test chooses. */
export interface Door {
  readonly t: TestApp;
  somebody(given?: object): Promise<Somebody>;
  newAddress(): string;
  signIn(email: string, typed: string, from: string): supertest.Test;
  /** Signs in with the right password. */
  signedIn(person: Somebody): Promise<Values>;
  refresh(refreshToken: string): supertest.Test;
  me(accessToken: string): supertest.Test;
}

export async function startDoor(): Promise<Door> {
  // A proxy on this machine says who the client is, so that one test can come from several addresses.
  const t = await startTestApp({ environment: { TRUST_PROXY: '127.0.0.1' } });
  const agency = await t.make.agency();
  const password_hash = await t.app.get(Passwords).hash(password);
  const newAddress = (): string => `203.0.113.${t.make.next() % 250}`;
  const signIn = (email: string, typed: string, from: string): supertest.Test =>
    t.as(null).post('auth/sign-in', { email, password: typed }).set('x-forwarded-for', from);
  return {
    t,
    newAddress,
    signIn,
    somebody: async (given = {}) => ({
      ...(await t.make.user('partner', agency.id, { password_hash, ...given })),
      from: newAddress(),
    }),
    signedIn: async (person) => (await signIn(person.email, password, person.from).expect(200)).body as Values,
    refresh: (refreshToken) => t.as(null).post('auth/refresh', { refreshToken }),
    me: (accessToken) => t.as(accessToken).get('me'),
  };
}
