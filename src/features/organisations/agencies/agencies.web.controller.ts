import { Controller, Get, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { audiences, type Audience } from '../../../kernel/marking.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { filterErrorsOf } from '../../../platform/pages/forms.js';
import { counted, filterTags, listAddress } from '../../../platform/pages/list-address.js';
import { page, Pages, type PageView } from '../../../platform/pages/page.js';
import { AgencyListForm, agencyListQueryOf } from '../organisation.form.js';
import { agencyKinds, type AgencyKind } from '../organisation.rules.js';
import { audienceWords, figureWords, kindWords } from '../organisation.words.js';
import type { AgencyPage } from './agencies.dto.js';
import { AgencyQueries } from './agencies.queries.js';

/** The agencies among the bodies: whom to turn to, and what each has going on. */
@Pages()
@Controller('agencies')
export class AgenciesWebController {
  constructor(private readonly queries: AgencyQueries) {}

  /** Agencies by name, with filters as a GET form. */
  @Permit('organisation-records.read')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: AgencyListForm): Promise<PageView> {
    try {
      const query = agencyListQueryOf(form);
      const [found, count] = await Promise.all([this.queries.list(actor, query), this.queries.count(actor, query)]);
      return listPage(form, found, counted(count, 'agency', 'agencies'), []);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      const errors = filterErrorsOf(error, ['q'], ['kind', 'audience', 'former']);
      return listPage(form, { items: [], nextCursor: null }, 'Nothing was looked for', errors);
    }
  }
}

function listPage(
  form: AgencyListForm,
  { items, nextCursor }: AgencyPage,
  counted: string,
  errors: readonly FormError[],
): PageView {
  const tags = filterTags('/agencies', form, {
    q: (text) => `“${text}”`,
    kind: (code) => kindWords[code as AgencyKind] ?? code,
    audience: (code) => audienceWords[code as Audience] ?? code,
    former: () => 'Also those that have ended',
  });
  const model = {
    title: 'Agencies',
    items,
    // Who does not work with records is told no figures, in no column.
    figures: items[0]?.activity?.map(({ figure }) => figureWords[figure] ?? figure) ?? [],
    counted,
    next: nextCursor === null ? null : listAddress('/agencies', { ...form, cursor: nextCursor }),
    first: form.cursor ? listAddress('/agencies', { ...form, cursor: '' }) : null,
    tags,
    filtered: tags.length > 0,
    form,
    kinds: agencyKinds,
    audiences,
    words: { kind: kindWords, audience: audienceWords },
    errors,
  };
  const shown = { organisation: items.map(({ id }) => ({ id, marking: 'OFFICIAL' as const })) };
  return page('organisations/agencies', model, { status: errors.length > 0 ? 400 : 200, shown });
}
