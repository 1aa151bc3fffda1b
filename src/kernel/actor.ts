import type { Audience } from './marking.js';

/** Who may sign in, and as what. What each may do stands in `src/access.ts`. */
export const roles = ['admin', 'liaison', 'partner', 'approver', 'auditor', 'host', 'academic', 'delegate'] as const;
export type Role = (typeof roles)[number];

/** A signed-in person, as one session look-up finds them. Role, agency and disablement are read anew for each request. */
export interface UserActor {
  readonly kind: 'user';
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly organisationId: string;
  /** The nearest organisation upward that is not a unit; null for academics, delegates and hosts, who belong to no agency. */
  readonly agencyId: string | null;
  readonly agencyAudience: Audience | null;
  /** True once the agency's joint-controller arrangement is in force: only then does it read other agencies' people. */
  readonly readsSharedPeople: boolean;
  /** The expert this academic is; null for everybody else. */
  readonly expertId: string | null;
  /** Null when the product acts on somebody's behalf, such as asking what they may read. */
  readonly sessionId: string | null;
}

/** The product itself, doing a named job. */
export interface SystemActor {
  readonly kind: 'system';
  readonly job: string;
}

export type Actor = UserActor | SystemActor;

export function systemActor(job: string): SystemActor {
  return { kind: 'system', job };
}
