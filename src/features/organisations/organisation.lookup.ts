import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { everything } from '../../platform/auth/visibility.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { typedName, type Candidate, type TypedName } from '../../platform/pages/typed-name.js';
import { notEnded } from './organisations.queries.js';
import { normaliseRor } from './ror.rules.js';

/** What stands in a field for a body, and which of several was chosen under it. */
export interface TypedBody {
  readonly text?: string;
  readonly chosenId?: string;
}

/** A body that somebody may be about to enter a second time. */
export interface Lookalike {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly country: string;
}

interface NewBody {
  readonly name: string;
  readonly shortName?: string | null;
  readonly aliases?: readonly string[];
  readonly rorId?: string | null;
}

/** More than anybody reads through: then the name has to be typed more fully. */
const mostCandidates = 20;
/** Of names, between 0 and 1: "Univercity of Leeds" is as near to "University of Leeds". */
const likeness = 0.6;

/** Finds the bodies that typed names mean. */
@Injectable()
export class OrganisationLookup {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** What each typed name came to, in the same order: one statement for all of them. */
  async resolve(
    actor: UserActor,
    typed: readonly TypedBody[],
    { endedToo = false }: { endedToo?: boolean } = {},
  ): Promise<TypedName[]> {
    const asked = typed.map(({ text = '', chosenId }) => ({ text: text.trim().slice(0, 200), chosenId }));
    const wanted = [...new Set(asked.map(({ text }) => text).filter((text) => text !== ''))];
    const found = wanted.length === 0 ? [] : await this.candidates(actor, wanted, asked, endedToo);
    return asked.map(({ text, chosenId }) =>
      typedName(
        text,
        chosenId,
        found.filter((row) => row.typed === text).map(({ id, name, exact }) => ({ id, name, exact })),
      ),
    );
  }

  /** Bodies that have not ended and share a name, an alias or a ROR id with this one, or are called almost the same. */
  lookalikes(
    actor: UserActor,
    { name, shortName, aliases = [], rorId }: NewBody,
    exceptId: string | null = null,
  ): Promise<Lookalike[]> {
    const names = [name, ...(shortName ? [shortName] : []), ...aliases];
    return this.work.read<Lookalike>(
      actor,
      sql`select o.id, o.name, o.kind, o.country from organisations o
        where ${notEnded('o', this.clock.today())} and o.id is distinct from ${exceptId}::uuid and (
          o.ror_id = ${rorId ?? null}::text
          or plain_text(o.name) in (select plain_text(one) from unnest(${names}::text[]) as one)
          or plain_text(o.short_name) in (select plain_text(one) from unnest(${names}::text[]) as one)
          or exists (select 1 from unnest(o.aliases) as alias
            where plain_text(alias) in (select plain_text(one) from unnest(${names}::text[]) as one))
          or similarity(plain_text(o.name), plain_text(${name}::text)) >= ${likeness})
        order by similarity(plain_text(o.name), plain_text(${name}::text)) desc, o.id limit 5`,
    );
  }

  private candidates(
    actor: UserActor,
    wanted: readonly string[],
    asked: readonly TypedBody[],
    endedToo: boolean,
  ): Promise<(Candidate & { typed: string })[]> {
    const patterns = wanted.map((text) => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`));
    const rors = wanted.map((text) => normaliseRor(text));
    const chosen = wanted.map((text) => asked.find((one) => one.text === text)?.chosenId ?? '');
    return this.work.read(
      actor,
      sql`select wanted.typed, found.id, found.name, found.exact
        from unnest(${wanted}::text[], ${patterns}::text[], ${rors}::text[], ${chosen}::text[]) as wanted (typed, pattern, ror, chosen)
        cross join lateral (
          select o.id, o.name, (plain_text(wanted.typed) in (plain_text(o.name), plain_text(coalesce(o.short_name, '')))
              or coalesce(o.ror_id = wanted.ror, false)
              or exists (select 1 from unnest(o.aliases) as alias where plain_text(alias) = plain_text(wanted.typed))) as exact
          from organisations o
          where ${endedToo ? everything : notEnded('o', this.clock.today())}
            and (o.search like '%' || plain_text(wanted.pattern) || '%' or o.ror_id = wanted.ror)
          order by o.id::text = wanted.chosen desc, exact desc, o.name, o.id
          limit ${mostCandidates}) found
        order by found.name, found.id`,
    );
  }
}
