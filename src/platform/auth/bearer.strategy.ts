import { Inject, Injectable } from '@nestjs/common';
import passport, { Strategy } from 'passport';
import type { FastifyRequest } from 'fastify';
import { ActorSource } from './actor-source.js';
import { hashOf } from './secret-values.js';

export const bearerStrategy = 'bearer';

/** Exactly what we hand out: 32 random bytes, base64url. Anything else never reaches the database. */
const accessValue = /^Bearer ([A-Za-z0-9_-]{43})$/;

/** Recognises the opaque access value of `Authorization: Bearer …` by its hash. */
@Injectable()
export class BearerStrategy extends Strategy {
  override name = bearerStrategy;

  constructor(@Inject(ActorSource) private readonly actors: ActorSource) {
    super();
    passport.use(this);
  }

  override authenticate(request: unknown): void {
    const match = accessValue.exec((request as FastifyRequest).headers.authorization ?? '');
    if (match === null) return this.fail(401);
    this.actors.byAccessHash(hashOf(match[1]), 'bearer').then(
      (actor) => (actor ? this.success(actor) : this.fail(401)),
      (error: unknown) => this.error(error as Error),
    );
  }
}
