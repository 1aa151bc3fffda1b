import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Role, UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { DatedSubject } from '../../kernel/contracts.js';

/** Every date that a rule may be about, collected by `app.module` from the features that own them. */
export class SubjectRegister {
  private readonly byName: ReadonlyMap<string, DatedSubject>;

  constructor(readonly subjects: readonly DatedSubject[]) {
    this.byName = new Map(subjects.map((subject) => [subject.name, subject]));
    if (this.byName.size !== subjects.length) throw new Error('two dated subjects have the same name');
  }

  of(name: string): DatedSubject {
    const subject = this.byName.get(name);
    if (!subject) throw new Error(`no feature exports the dated subject ${name}`);
    return subject;
  }

  /** One subject for each kind of record: for what concerns the record rather than its date. */
  kinds(): DatedSubject[] {
    return [...new Map(this.subjects.map((subject) => [subject.recordKind, subject])).values()];
  }

  /** Whether somebody may read the record that a row names by `record_kind` and `record_id`. */
  readableBy(actor: UserActor, aliasName: string, today: CalendarDate): Sql {
    const row = raw(aliasName);
    // As a value of the row rather than `exists`, which a plan may answer by reading every record there is.
    const ways = this.kinds().map(
      (
        subject,
      ) => sql`(${row}.record_kind = ${subject.recordKind} and coalesce((select true from ${raw(subject.table)} record
        where record.id = ${row}.record_id and ${subject.visibleTo(actor, 'record', today)}), false))`,
    );
    return sql`(${join(ways, ' or ')})`;
  }

  /** `title` and `marking` of that record; no row where they may not read it. */
  recordFor(actor: UserActor, aliasName: string, today: CalendarDate): Sql {
    const row = raw(aliasName);
    const ways = this.kinds().map(
      (subject) => sql`select ${subject.title('record')} as title, ${subject.marking('record')} as marking
        from ${raw(subject.table)} record where ${row}.record_kind = ${subject.recordKind} and record.id = ${row}.record_id
          and ${subject.visibleTo(actor, 'record', today)}`,
    );
    return join(ways, ' union all ');
  }

  /** Where the page of a record is: for a person their own place, where the record is theirs. */
  pathOf(
    { kind, id, reference }: { kind: string; id: string; reference: string },
    { role }: Pick<UserActor, 'role'>,
  ): string {
    const ofKind = this.subjects.filter(({ recordKind }) => recordKind === kind);
    if (ofKind.length === 0) throw new Error(`no feature exports a dated subject of ${kind}`);
    const own = role === 'academic' ? ofKind.find(({ ownPath }) => ownPath !== undefined) : undefined;
    return filled(own?.ownPath ?? ofKind[0].path, { id, reference });
  }
}

/** Where a mail about a date leads whoever gets it. */
export function linkPathOf(subject: DatedSubject, record: { id: string; reference: string }, role: Role): string {
  return filled((role === 'academic' ? subject.ownPath : undefined) ?? subject.path, record);
}

function filled(path: string, { id, reference }: { id: string; reference: string }): string {
  return path.replace(':reference', reference).replace(':id', id);
}
