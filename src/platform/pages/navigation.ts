import type { UserActor } from '../../kernel/actor.js';
import type { AccessPolicy, Permission } from '../auth/permissions.js';

/** A place that the navigation of every page leads to. */
export interface Place {
  readonly href: string;
  readonly text: string;
  /** Shown to whoever has it. */
  readonly permission: Permission;
}

/** Where the pages are, in the order people read them; each reader sees what their role may open. */
export class Navigation {
  constructor(
    private readonly places: readonly Place[],
    private readonly policy: AccessPolicy,
  ) {}

  /** The reader's places. The one whose pages the path stands under is marked as the present one. */
  of(actor: UserActor, path: string): { href: string; text: string; active: boolean }[] {
    return this.open(actor).map(({ href, text }) => ({ href, text, active: stands(path, href) }));
  }

  /** Whether the reader's navigation has this place. */
  leadsTo(actor: UserActor, href: string): boolean {
    return this.open(actor).some((place) => place.href === href);
  }

  /** Where somebody begins. Null for a role that has no pages yet. */
  firstOf(actor: UserActor): string | null {
    return this.open(actor)[0]?.href ?? null;
  }

  private open({ role }: UserActor): Place[] {
    return this.places.filter(({ permission }) => this.policy.allows(role, permission));
  }
}

function stands(path: string, href: string): boolean {
  return path === href || (href !== '/' && path.startsWith(`${href}/`));
}
