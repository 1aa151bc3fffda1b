import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { TypedFields } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, statusOnThePage, versionOf, withoutBlanks } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { namedOnThePage } from '../../experts/expert.names.js';
import { ownAgreement } from '../agreement.pages.js';
import type { AgreementView } from '../agreement.views.dto.js';
import { AgreementQueries } from '../agreements.queries.js';
import { employerMoveOutcomes } from './employer-move.rules.js';
import { outcomeWords } from './employer-move.words.js';
import { SettleEmployerMoveDto } from './employer-moves.dto.js';
import { EmployerMovesService } from './employer-moves.service.js';

@TypedFields(['version', 'employerMoveId', 'outcome', 'reason'])
class EmployerMovesForm {
  [field: string]: string | undefined;
}

const places = ['employerMoveId', 'outcome', 'reason'] as const;
/** What a choice says when none of those offered was sent. */
const choose: Readonly<Record<string, string>> = {
  '/employerMoveId': 'Select whose move this is about.',
  '/outcome': 'Select what is done.',
};

/** What is done about people who have left an employer that is a party. */
@Pages()
@Controller('agreements/:id/employer-moves')
export class EmployerMovesWebController {
  constructor(
    private readonly queries: AgreementQueries,
    private readonly service: EmployerMovesService,
  ) {}

  @Permit('agreements.write')
  @Get()
  async show(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    return formPage(await ownAgreement(this.queries, actor, id), {});
  }

  @Permit('agreements.write')
  @Post()
  async settle(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: EmployerMovesForm,
  ): Promise<PageView | Redirect> {
    const agreement = await ownAgreement(this.queries, actor, id);
    try {
      const { version, ...typed } = form;
      const dto = validate(SettleEmployerMoveDto, { ...withoutBlanks(typed), reason: form.reason ?? '' });
      await this.service.settle(actor, agreement.id, versionOf(version), dto);
      return new Redirect(`/agreements/${agreement.reference}?done=move-settled`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      const fields = error.fields.map((one) => ({ ...one, detail: choose[one.pointer] ?? one.detail }));
      const worded = new DomainError(error.code, error.detail, fields);
      return formPage(agreement, form, errorsOf(worded, places), status);
    }
  }
}

function formPage(
  agreement: AgreementView,
  form: EmployerMovesForm,
  errors: readonly FormError[] = [],
  status = 200,
): PageView {
  const { reference, marking, handling, employerMoves } = agreement;
  const moves = employerMoves ?? [];
  const open = moves.filter(({ settlement }) => settlement === null);
  const model = {
    title: `People of ${reference} who have changed employer`,
    marking,
    handling,
    agreement,
    action: `/agreements/${reference}/employer-moves`,
    open,
    settled: moves.filter(({ settlement }) => settlement !== null),
    people: open.map(({ id, expert, organisation }) => ({ id, name: `${expert.name}, from ${organisation.name}` })),
    outcomes: employerMoveOutcomes,
    words: { outcome: outcomeWords },
    // One alone need not be chosen.
    form: open.length === 1 ? { employerMoveId: open[0].id, ...form } : form,
    errors,
  };
  const shown = { agreement: [agreement], expert: namedOnThePage(moves.map(({ expert }) => expert)) };
  return page('agreements/employer-moves', model, { status, shown });
}
