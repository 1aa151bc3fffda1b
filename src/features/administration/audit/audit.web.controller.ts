import { Controller, Get, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { statusOnThePage } from '../../../platform/pages/forms.js';
import { counted, filterTags, listAddress } from '../../../platform/pages/list-address.js';
import { page, Pages, type PageView } from '../../../platform/pages/page.js';
import { sentence } from '../../../platform/pages/words.js';
import type { AuditPage } from './audit.dto.js';
import { auditErrors, AuditForm, auditQueryOf } from './audit.form.js';
import { auditedKinds, AuditQueries } from './audit.queries.js';
import { kindWords } from './audit.sentence.rules.js';

const path = '/admin/audit';

/** Who did what, for auditors and administrators: the same queries as the API. */
@Pages()
@Controller('admin/audit')
export class AuditWebController {
  constructor(private readonly queries: AuditQueries) {}

  @Permit('audit.read')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: AuditForm): Promise<PageView> {
    const actions = await this.queries.actions(actor);
    try {
      const query = auditQueryOf(form);
      const [found, number] = await Promise.all([this.queries.list(actor, query), this.queries.count(actor, query)]);
      return auditPage(form, actions, found, counted(number, 'entry', 'entries'));
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return auditPage(form, actions, { items: [], nextCursor: null }, 'Nothing was looked for', error);
    }
  }
}

function auditPage(
  form: AuditForm,
  actions: readonly string[],
  { items, nextCursor }: AuditPage,
  counted: string,
  error?: DomainError,
): PageView {
  const tags = filterTags(path, form, {
    person: (text) => `By “${text}”`,
    kind: (code) => sentence(kindWords(code)),
    record: (text) => text,
    action: actionWords,
  });
  const model = {
    title: 'Audit',
    form,
    items,
    counted,
    next: nextCursor === null ? null : listAddress(path, { ...form, cursor: nextCursor }),
    first: form.cursor ? listAddress(path, { ...form, cursor: '' }) : null,
    tags,
    kinds: auditedKinds.map((value) => ({ value, text: sentence(kindWords(value)) })),
    actions: actions.map((value) => ({ value, text: actionWords(value) })),
    errors: error ? auditErrors(error) : [],
  };
  // Reading the audit is kept like any reading.
  const shown = { audit_entry: items.map(({ id }) => ({ id, marking: 'OFFICIAL' as const })) };
  return page('administration/audit', model, { status: statusOnThePage(error) ?? 200, shown });
}

/** `follow-up.bring-back` is "Follow-up: bring back". */
function actionWords(action: string): string {
  const [feature, ...act] = action.split('.');
  return `${sentence(feature)}: ${act.join('.').replaceAll('-', ' ')}`;
}
