import type { UserActor } from '../../kernel/actor.js';

/** How a session is carried: as a header by programs, as a cookie by browsers. One never passes for the other. */
export type SessionKind = 'bearer' | 'cookie';

/** The port by which the platform learns who somebody is. The users feature implements it; each call is one statement. */
export abstract class ActorSource {
  /** The signed-in person, or null when the value has ended, was revoked, or its user is disabled. */
  abstract byAccessHash(hash: Buffer, kind: SessionKind): Promise<UserActor | null>;

  /** Users as they would be if they signed in now, for work done on their behalf. The disabled are left out. */
  abstract byUserIds(userIds: readonly string[]): Promise<UserActor[]>;
}
