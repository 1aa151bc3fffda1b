import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../../kernel/actor.js';
import { invalidField } from '../../../kernel/domain-error.js';
import { Passwords } from '../../../platform/auth/passwords.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import { listOf } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { passwordProblem } from '../password.rules.js';

interface Surroundings {
  name: string;
  email: string;
  bodies: (string | null)[];
}

/** Passwords that people choose for their own accounts. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly work: UnitOfWork,
    private readonly passwords: Passwords,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The hash to keep, or why the password cannot be this account's (SEC-A1). `pointer` names the field. */
  async accept(userId: string, password: string, pointer: string): Promise<string> {
    const { name, email, bodies } = await this.surroundingsOf(userId);
    const words = ['accord', name, email.split('@')[0], ...bodies.filter((body) => body !== null)];
    const problem = passwordProblem(password, { words: words.flatMap(tellingWords) });
    if (problem !== null) throw invalidField(pointer, problem);
    return this.passwords.hash(password);
  }

  /** What somebody would guess first: the person's name, and the names of the lead agency and of their own body. */
  private async surroundingsOf(userId: string): Promise<Surroundings> {
    const found = await this.work.readOne<Surroundings>(
      systemActor('passwords'),
      sql`select u.name, u.email, ${listOf(sql`select json_agg(named.name) from organisations o
          cross join lateral (values (o.name), (o.short_name)) named (name)
          where o.name = ${this.config.leadAgency} or o.id in (u.organisation_id, agency_of(u.organisation_id))`)} as bodies
        from users u where u.id = ${userId}`,
    );
    return found!;
  }
}

/** The words of a name, but for those that stand in every other name. */
function tellingWords(name: string): string[] {
  return name.split(/[\s.]+/).filter((word) => word.length > 2 && !['and', 'for', 'the'].includes(word.toLowerCase()));
}
