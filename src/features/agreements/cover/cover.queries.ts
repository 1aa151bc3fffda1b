import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { addYears, isAfter, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField, notFound } from '../../../kernel/domain-error.js';
import { highestMarking } from '../../../kernel/marking.js';
import { ownAgencyOf } from '../../../platform/auth/own-agency.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { declarationEnd } from '../../experts/declarations/declaration.rules.js';
import { levelWords } from '../../experts/vetting/vetting.words.js';
import type { CoverQuery, CoverView, ExistingCover, ExistingCoverQuery, ExistingCoverView } from './cover.dto.js';
import { coverFactsSql, existingCoverSql, type CoverRow } from './cover.facts.sql.js';
import { coverOf, type CoverFacts } from './cover.rules.js';

/** What every answer says of itself. */
export const restsOn =
  'This answer rests on what you may see here. Agreements and vetting of others that you may not read count as if they were not there.';

/** “May I share this with them?”: one statement finds the facts, a pure rule answers. */
@Injectable()
export class CoverQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async check(actor: UserActor, query: CoverQuery): Promise<CoverView> {
    const today = this.clock.today();
    const { purpose, marking = 'OFFICIAL', on = today } = query;
    refuseDay(on, today);
    const agencyId = (query.agencyId ?? ownAgencyOf(actor)).toLowerCase();
    const row = await this.work.readOne<CoverRow>(actor, coverFactsSql(actor, query.expertId, agencyId, today));
    if (row === null) throw notFound('expert');
    const { agency, agreements } = row;
    if (agency === null) throw invalidField('?agencyId', 'Select an agency.');
    const { covered, needs } = coverOf(factsOf({ ...row, agency }), purpose, marking, on);
    const named = new Map(agreements.map((one) => [one.id, one]));
    const told = needs.map((need) => ({
      ...need,
      reasons: need.reasons.map(({ code, text, agreementId }) => {
        const agreement = agreementId === null ? undefined : named.get(agreementId);
        return {
          code,
          text,
          agreement: agreement
            ? { id: agreement.id, reference: agreement.reference, marking: agreement.marking }
            : null,
        };
      }),
    }));
    const markings = told.flatMap(({ reasons }) => reasons.map(({ agreement }) => agreement?.marking ?? 'OFFICIAL'));
    return {
      expert: { id: row.id, reference: row.reference, name: row.name },
      agency: { id: agency.id, name: agency.name },
      purpose,
      sharedMarking: marking,
      sharedOn: on,
      covered,
      needs: told,
      restsOn,
      marking: highestMarking(markings),
    };
  }

  /** Whoever may not see the person, or asks about a body that is not there, finds nothing. */
  async existing(actor: UserActor, query: ExistingCoverQuery): Promise<ExistingCover> {
    if ((query.expertId === undefined) === (query.organisationId === undefined))
      throw new DomainError('invalid', 'Some of what you sent needs correcting.', [
        { pointer: '?expertId', detail: 'Name either a person or a body.' },
      ]);
    const items = await this.work.read<ExistingCoverView>(actor, existingCoverSql(actor, query, this.clock.today()));
    return { items };
  }
}

/** What was covered on a day that is past cannot be told from what is known now. */
function refuseDay(on: CalendarDate, today: CalendarDate): void {
  if (isBefore(on, today))
    throw invalidField(
      '?on',
      'Enter today or a later day: what was covered before is not told from the records of today.',
    );
  if (isAfter(on, addYears(today, 1))) throw invalidField('?on', 'Enter a day within a year.');
}

function factsOf(row: CoverRow & { readonly agency: NonNullable<CoverRow['agency']> }): CoverFacts {
  const { told, handling, agency, employers, agreements, vettings, readsDeclarations, declaredOn } = row;
  return {
    handling: told ? handling : null,
    agency,
    employers,
    agreements,
    vettings: vettings.map((one) => ({ ...one, level: levelWords[one.level], isClearance: one.level !== 'bpss' })),
    vettedElsewhere: row.vettedElsewhere,
    declaredUntil: readsDeclarations ? declaredOn && declarationEnd(declaredOn) : 'untold',
  };
}
