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
}
