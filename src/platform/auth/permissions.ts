import { SetMetadata } from '@nestjs/common';
import type { Role } from '../../kernel/actor.js';

/** What a route needs: a permission's name in the wire, such as `agreements.decide`. */
export type Permission = string;

export type RouteRule =
  /** `greets`: answers everybody alike, but keeps the navigation of those who are signed in. */
  | { readonly kind: 'public'; readonly greets?: boolean }
  /** Anybody signed in, whatever their role: their own account and session. */
  | { readonly kind: 'signed_in' }
  | { readonly kind: 'permission'; readonly permission: Permission };

export const routeRuleKey = 'accord.route-rule';

/** The route needs this permission. A route with no rule at all is refused to everybody, and stops the start. */
export const Permit = (permission: Permission) =>
  SetMetadata(routeRuleKey, { kind: 'permission', permission } satisfies RouteRule);
export const Public = () => SetMetadata(routeRuleKey, { kind: 'public' } satisfies RouteRule);
export const PublicGreeting = () => SetMetadata(routeRuleKey, { kind: 'public', greets: true } satisfies RouteRule);
export const SignedIn = () => SetMetadata(routeRuleKey, { kind: 'signed_in' } satisfies RouteRule);

/** Which permissions each role has: made from the features' exports by `src/access.ts`. */
export class AccessPolicy {
  constructor(private readonly table: Readonly<Record<Role, ReadonlySet<Permission>>>) {}

  allows(role: Role, permission: Permission): boolean {
    return this.table[role].has(permission);
  }

  permissionsOf(role: Role): Permission[] {
    return [...this.table[role]].sort();
  }
}
