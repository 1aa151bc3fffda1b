import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { typedName, type Candidate, type TypedName } from '../../platform/pages/typed-name.js';
import { visibleExperts } from '../experts/expert.visibility.js';
import { visibleAgreements } from './agreement.visibility.js';
import { activeUsersOf } from '../users/user.conditions.js';

const mostCandidates = 20;

/** The people whom a form of an agreement may name. */
@Injectable()
export class AgreementLookups {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Which of the experts that the actor may see each typed name or reference means, in the same order: one statement. */
  async experts(
    actor: UserActor,
    typed: readonly { readonly text?: string; readonly chosenId?: string }[],
  ): Promise<TypedName[]> {
    const asked = typed.map(({ text = '', chosenId }) => ({ text: text.trim().slice(0, 200), chosenId }));
    const wanted = [...new Set(asked.map(({ text }) => text).filter((text) => text !== ''))];
    const found = wanted.length === 0 ? [] : await this.candidates(actor, wanted, asked);
    return asked.map(({ text, chosenId }) =>
      typedName(
        text,
        chosenId,
        found.filter((row) => row.typed === text).map(({ id, name, exact }) => ({ id, name, exact })),
      ),
    );
  }

  /** Who can own an agreement or stand in for its owner: liaisons and partners of one's agency. */
  owners(actor: UserActor): Promise<{ id: string; name: string }[]> {
    return this.work.read(
      actor,
      sql`select u.id, u.name from users u where ${activeUsersOf('u', actor.agencyId!)} and u.role in ('liaison', 'partner')
        order by u.name, u.id limit 200`,
    );
  }

  /** The agreement that a typed reference names, if the actor may see it. */
  async agreementCalled(actor: UserActor, reference: string): Promise<{ id: string } | null> {
    return this.work.readOne(
      actor,
      sql`select a.id from agreements a where a.reference = ${reference.trim().toUpperCase()}
        and ${visibleAgreements(actor, 'a', this.clock.today())}`,
    );
  }

  private candidates(
    actor: UserActor,
    wanted: readonly string[],
    asked: readonly { readonly text: string; readonly chosenId?: string }[],
  ): Promise<(Candidate & { typed: string })[]> {
    const patterns = wanted.map((text) => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`));
    const chosen = wanted.map((text) => asked.find((one) => one.text === text)?.chosenId ?? '');
    return this.work.read(
      actor,
      sql`select wanted.typed, found.id, found.name, found.exact
        from unnest(${wanted}::text[], ${patterns}::text[], ${chosen}::text[]) as wanted (typed, pattern, chosen)
        cross join lateral (
          select e.id, concat_ws(' ', e.title, e.given_name, e.family_name) || ' (' || e.reference || ')' as name,
            (e.reference = upper(wanted.typed) or plain_text(e.given_name || ' ' || e.family_name) = plain_text(wanted.typed)) as exact
          from experts e
          where e.search like '%' || plain_text(wanted.pattern) || '%' and ${visibleExperts(actor, 'e', this.clock.today())}
          order by e.id::text = wanted.chosen desc, exact desc, e.family_name, e.given_name, e.id
          limit ${mostCandidates}) found
        order by found.name, found.id`,
    );
  }
}
