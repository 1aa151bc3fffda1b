import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { namedRef } from '../../../platform/database/fragments.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { AgreementPersonDto } from '../agreements.dto.js';
import { refusalOfSignatory, refusalOfSignature, type Employer, type SigningBody } from './signing-body.rules.js';

/** Who may sign for a party, as far as the register of organisations tells. Always inside the caller's transaction. */
@Injectable()
export class SigningBodies {
  /** Signatories of a draft: one statement for the bodies, one for whom the people are known to work for. */
  async requireSignatories(tx: Transaction, people: readonly AgreementPersonDto[], today: CalendarDate): Promise<void> {
    const signing = people.flatMap((person, index) => (person.capacity === 'signatory' ? [{ person, index }] : []));
    if (signing.length === 0) return;
    const bodies = await bodiesOf(
      tx,
      signing.map(({ person }) => person.organisationId),
    );
    const employers = await employersOf(
      tx,
      signing.map(({ person }) => person),
    );
    const problems: FieldProblem[] = [];
    for (const { person, index } of signing) {
      const body = bodies.get(person.organisationId.toLowerCase());
      const knownAs = (person.userId ?? person.contactId ?? '').toLowerCase();
      const refusal = body ? refusalOfSignatory(body, employers.get(knownAs) ?? null, today) : null;
      if (refusal !== null) problems.push({ pointer: `/people/${index}`, detail: refusal });
    }
    if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  }

  /** A signature of that day. */
  async requireSigning(tx: Transaction, organisationId: string, on: CalendarDate): Promise<void> {
    const body = (await bodiesOf(tx, [organisationId])).get(organisationId.toLowerCase());
    const refusal = body ? refusalOfSignature(body, on) : null;
    if (refusal !== null) throw new DomainError('refused', refusal);
  }
}

async function bodiesOf(tx: Transaction, ids: readonly string[]): Promise<Map<string, SigningBody>> {
  const rows = await tx.query<SigningBody & { id: string }>(sql`select o.id, o.name, o.valid_from as "validFrom",
      o.valid_to as "validTo", ${namedRef('successor')} as successor, ${namedRef('lead')} as "signsThrough"
    from organisations o
    left join organisations successor on successor.id = o.successor_id
    left join organisations lead on lead.id = o.signs_through_id
    where o.id = any(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** By the user or contact that somebody is: the agency of a unit counts as the body, since it is the agency that signs. */
async function employersOf(
  tx: Transaction,
  people: readonly AgreementPersonDto[],
): Promise<Map<string, Exclude<Employer, null>>> {
  const [users, contacts] = [people.flatMap((one) => one.userId ?? []), people.flatMap((one) => one.contactId ?? [])];
  if (users.length + contacts.length === 0) return new Map();
  const rows = await tx.query<{ known: string; id: string; name: string }>(sql`
    select works.known, o.id, o.name
    from (select u.id as known, u.organisation_id from users u where u.id = any(${users}::uuid[])
      union all select c.id, c.organisation_id from contacts c where c.id = any(${contacts}::uuid[])) works
    join organisations body on body.id = works.organisation_id
    join organisations o on o.id = case when body.kind = 'unit' then agency_of(body.id) else body.id end`);
  return new Map(rows.map(({ known, id, name }) => [known, { id, name }]));
}
