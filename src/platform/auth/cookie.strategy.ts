import { Inject, Injectable } from '@nestjs/common';
import passport, { Strategy } from 'passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config.js';
import { ActorSource } from './actor-source.js';
import { hashOf } from './secret-values.js';

export const cookieStrategy = 'cookie';

const sessionValue = /^[A-Za-z0-9_-]{43}$/;

/** Recognises the opaque session value of our cookie by its hash, and keeps a session in use alive. */
@Injectable()
export class CookieStrategy extends Strategy {
  override name = cookieStrategy;

  constructor(
    @Inject(ActorSource) private readonly actors: ActorSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
    passport.use(this);
  }

  override authenticate(request: unknown): void {
    const hash = cookieSessionHash(request as FastifyRequest, this.config);
    if (hash === null) return this.fail(401);
    this.actors.byAccessHash(hash, 'cookie').then(
      (actor) => (actor ? this.success(actor) : this.fail(401)),
      (error: unknown) => this.error(error as Error),
    );
  }
}

/** The hash of the session value that the request carries, whether or not the session still lasts; null without one. */
export function cookieSessionHash({ cookies }: FastifyRequest, config: Config): Buffer | null {
  const value = cookies?.[sessionCookieName(config)] ?? '';
  return sessionValue.test(value) ? hashOf(value) : null;
}

/** Over https the name itself binds the cookie to this host; plain http is for loopback only. */
export function sessionCookieName({ publicBaseUrl }: Config): string {
  return publicBaseUrl.protocol === 'https:' ? '__Host-accord' : 'accord';
}

export function setSessionCookie(reply: FastifyReply, value: string, config: Config): void {
  void reply.setCookie(sessionCookieName(config), value, cookieSettings(config));
}

export function clearSessionCookie(reply: FastifyReply, config: Config): void {
  void reply
    .clearCookie(sessionCookieName(config), cookieSettings(config))
    .header('clear-site-data', '"cache", "storage"');
}

function cookieSettings({ publicBaseUrl }: Config): {
  path: string;
  httpOnly: boolean;
  sameSite: 'lax';
  secure: boolean;
} {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: publicBaseUrl.protocol === 'https:' };
}
