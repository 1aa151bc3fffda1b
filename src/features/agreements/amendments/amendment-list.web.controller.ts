import { Controller, Get, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { highestMarking } from '../../../kernel/marking.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { filterErrorsOf, withoutBlanks } from '../../../platform/pages/forms.js';
import { filterTags, listAddress } from '../../../platform/pages/list-address.js';
import { page, Pages, type PageView } from '../../../platform/pages/page.js';
import { sentence } from '../../../platform/pages/words.js';
import { amendmentStages } from './amendment.rules.js';
import { amendmentStageColours } from './amendment.words.js';
import type { AmendmentPage } from './amendment.views.dto.js';
import { AmendmentListQuery } from './amendments.dto.js';
import { AmendmentQueries } from './amendments.queries.js';

const path = '/amendments';

class AmendmentListForm {
  @Optional()
  @Typed()
  stage?: string;

  @Optional()
  @Typed()
  agreement?: string;

  /** `true`: only of the agreements that the reader's agency keeps. */
  @Optional()
  @Typed()
  own?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

/** The amendments of all agreements that the reader may see, newest first, with filters as a GET form. */
@Pages()
@Controller('amendments')
export class AmendmentListWebController {
  constructor(private readonly queries: AmendmentQueries) {}

  @Permit('agreements.write')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: AmendmentListForm): Promise<PageView> {
    try {
      const query = validate(AmendmentListQuery, withoutBlanks(form), 'query');
      return listPage(form, await this.queries.list(actor, query));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      const errors = filterErrorsOf(error, ['agreement'], ['stage', 'own']);
      return listPage(form, { items: [], nextCursor: null }, errors);
    }
  }
}

function listPage(
  form: AmendmentListForm,
  { items, nextCursor }: AmendmentPage,
  errors: readonly FormError[] = [],
): PageView {
  const tags = filterTags(path, form, {
    stage: (code) => sentence(code),
    agreement: (reference) => `Of ${reference.toUpperCase()}`,
    own: () => 'Kept by my agency',
  });
  const model = {
    title: 'Amendments',
    marking: highestMarking(items.map(({ marking }) => marking)),
    items,
    tags,
    form,
    stages: amendmentStages,
    next: nextCursor === null ? null : listAddress(path, { ...form, cursor: nextCursor }),
    first: form.cursor ? listAddress(path, { ...form, cursor: '' }) : null,
    colours: amendmentStageColours,
    errors,
  };
  return page('agreements/amendments', model, { status: errors.length > 0 ? 400 : 200, shown: { amendment: items } });
}
