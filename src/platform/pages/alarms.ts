import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { AccessPolicy, type Permission } from '../auth/permissions.js';

/** Something that is wrong with the installation just now. */
export interface Alarm {
  /** Whoever has this permission is told on every page. */
  readonly needs: Permission;
  /** What is wrong and what it means for people. No record is named. */
  readonly text: string;
  /** Where those who have its permission find more. */
  readonly link: { readonly needs: Permission; readonly href: string; readonly text: string };
}

/** The alarms that stand at this moment, in this process's memory: a page that shows them asks the database nothing. */
@Injectable()
export class Alarms {
  private readonly standing = new Map<string, Alarm>();

  constructor(private readonly policy: AccessPolicy) {}

  raise(name: string, alarm: Alarm): void {
    this.standing.set(name, alarm);
  }

  clear(name: string): void {
    this.standing.delete(name);
  }

  /** What one reader is told. */
  of(actor: UserActor): { text: string; link: Alarm['link'] | null }[] {
    const may = (permission: Permission): boolean => this.policy.allows(actor.role, permission);
    return [...this.standing.values()]
      .filter(({ needs }) => may(needs))
      .map(({ text, link }) => ({ text, link: may(link.needs) ? link : null }));
  }
}
