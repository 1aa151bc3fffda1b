import { Controller, Get, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { isId } from '../../../kernel/identifier.js';
import { markings } from '../../../kernel/marking.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { statusOnThePage } from '../../../platform/pages/forms.js';
import { page, Pages, type PageView } from '../../../platform/pages/page.js';
import { namedOnThePage } from '../../experts/expert.names.js';
import { ExpertQueries } from '../../experts/experts.queries.js';
import { readInCheck, type CoverView } from './cover.dto.js';
import { coverErrors, CoverForm, CoverForms, type ReadCover, type TypedCover } from './cover.form.js';
import { CoverQueries } from './cover.queries.js';
import { coverPurposes } from './cover.rules.js';
import { needWords, purposeWords } from './cover.words.js';

interface Shown {
  readonly form: TypedCover;
  readonly answer?: CoverView;
  readonly errors?: readonly FormError[];
  readonly candidates?: ReadCover['candidates'];
  readonly experts?: readonly { readonly id: string }[];
  readonly status?: number;
}

/** “May I share this with them today?” as a form that asks and says why. It changes nothing, so its answer has an address. */
@Pages()
@Controller('cover')
export class CoverWebController {
  constructor(
    private readonly queries: CoverQueries,
    private readonly forms: CoverForms,
    private readonly experts: ExpertQueries,
  ) {}

  @Permit('cover.check')
  @Get()
  async check(@CurrentActor() actor: UserActor, @Query() typed: CoverForm): Promise<PageView> {
    const form = typed as TypedCover;
    if (form.purpose === undefined && form.person === undefined) return this.blank(actor, form);
    const read = await this.forms.read(actor, form);
    if (read.query === null) return coverPage({ form, ...read, status: 400 });
    try {
      return coverPage({ form, answer: await this.queries.check(actor, read.query) });
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      const fields = error.fields.map((one) => ({ ...one, pointer: one.pointer.replace('?', '/') }));
      return coverPage({ form, errors: coverErrors(new DomainError(error.code, error.detail, fields)), status });
    }
  }

  /** Nothing is asked yet; from a person's page, about them. */
  private async blank(actor: UserActor, { expertId }: TypedCover): Promise<PageView> {
    const form = { marking: 'OFFICIAL' };
    if (!isId(expertId)) return coverPage({ form });
    const expert = await this.experts.show(actor, expertId.toLowerCase());
    const named = { person: `${expert.givenName} ${expert.familyName}`, 'person-id': expert.id };
    return coverPage({ form: { ...form, ...named }, experts: [expert] });
  }
}

function coverPage({ form, answer, errors = [], candidates = {}, experts = [], status }: Shown): PageView {
  const model = {
    title: answer ? `${answer.covered ? 'Covered' : 'Not covered'}: ${answer.expert.name}` : 'May I share this?',
    marking: answer?.marking,
    form,
    answer,
    errors,
    candidates,
    purposes: coverPurposes,
    markings,
    words: {
      purpose: purposeWords,
      need: needWords,
      marking: { OFFICIAL: 'OFFICIAL', 'OFFICIAL-SENSITIVE': 'OFFICIAL-SENSITIVE' },
    },
  };
  const shown = answer ? readInCheck(answer) : { expert: namedOnThePage(experts) };
  return page('agreements/cover', model, { status, shown });
}
