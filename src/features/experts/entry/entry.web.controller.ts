import { Body, Controller, Get, Post } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { formKey, SentOnce } from '../../../platform/pages/sent-once.js';
import { dateWords } from '../../../platform/pages/words.js';
import { ExpertChoiceQueries, type ExpertChoices } from '../expert-choices.queries.js';
import { expertKinds, lawfulBases } from '../expert.rules.js';
import { kindWords, lawfulBasisWords, nameWords, schemeWords } from '../expert.words.js';
import { expertiseSchemes } from '../expertise/expertise.rules.js';
import type { DuplicateView } from './duplicates.dto.js';
import { DuplicateQueries } from './duplicates.queries.js';
import type { EnterExpertDto } from './entry.dto.js';
import { entryFields, EntryForm, entryOf, type NamedOrganisation } from './entry.form.js';
import { EntryQueries } from './entry.queries.js';
import { ExpertEntryService } from './entry.service.js';

/**
 * Entering an expert: the form, who it may be already, the answers to check. What was typed travels in hidden fields, so that
 * nothing is kept for somebody who does not finish.
 */
@Pages()
@Controller('experts/new')
export class EntryWebController {
  constructor(
    private readonly service: ExpertEntryService,
    private readonly duplicates: DuplicateQueries,
    private readonly queries: EntryQueries,
    private readonly choices: ExpertChoiceQueries,
    private readonly sentOnce: SentOnce,
  ) {}

  @Permit('experts.write')
  @Get()
  async ask(@CurrentActor() actor: UserActor): Promise<PageView> {
    return formPage(
      { kind: 'academic', lawfulBasis: 'public_task', relationship: 'yes' },
      await this.choices.all(actor),
    );
  }

  /** Each page's button says what comes next: `enter`, `distinct`, `change` or `create`. */
  @Permit('experts.write')
  @Post()
  async go(@CurrentActor() actor: UserActor, @Body() form: EntryForm): Promise<PageView | Redirect> {
    if (form.step === 'change') return formPage(form, await this.choices.all(actor));
    try {
      const organisations = await this.queries.organisationsNamed(actor, form.organisation ?? '');
      const dto = entryOf(form, organisations);
      if (form.step === 'create') {
        let made: string | undefined;
        const kept = await this.sentOnce.make(actor, form, async () => {
          const expert = await this.service.enter(actor, dto);
          made = expert.reference;
          return expert;
        });
        return new Redirect(`/experts/${made ?? kept}?done=entered`);
      }
      const found = await this.duplicates.find(actor, {
        ...dto,
        email: dto.email ?? undefined,
        orcid: dto.orcid ?? undefined,
      });
      const same = found.filter(({ alike }) => alike.some((one) => one !== 'name'));
      if (same.length > 0) return blockedPage(form, same, await this.choices.all(actor));
      if (found.length > 0 && form.step !== 'distinct') return duplicatesPage(form, found);
      return checkPage(form, dto, organisations, await this.choices.all(actor));
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return formPage(form, await this.choices.all(actor), error);
    }
  }
}

function formPage(
  form: EntryForm,
  choices: ExpertChoices,
  error?: DomainError,
  same: readonly DuplicateView[] = [],
): PageView {
  const model = {
    title: 'Add an expert',
    typed: form,
    same: same.map((one) => ({ ...one, name: nameWords(one) })),
    kinds: expertKinds,
    bases: lawfulBases,
    groups: groupsOf(choices),
    words: { kind: kindWords, basis: lawfulBasisWords },
    errors: error ? errorsOf(error, entryFields) : [],
  };
  return page('experts/new', model, { status: statusOnThePage(error) ?? 200, shown: shownOf(same) });
}

/** One e-mail address or ORCID iD is never two people's: whose it is, is said with a link. */
function blockedPage(form: EntryForm, same: readonly DuplicateView[], choices: ExpertChoices): PageView {
  const problems = same.flatMap(({ alike, reference }) =>
    alike.flatMap((one) =>
      one === 'email'
        ? [{ pointer: '/email', detail: `${reference} has this e-mail address already. Open that record instead.` }]
        : one === 'orcid'
          ? [{ pointer: '/orcid', detail: `${reference} has this ORCID iD already. Open that record instead.` }]
          : [],
    ),
  );
  return formPage(form, choices, new DomainError('conflict', problems[0].detail, problems), same);
}

function duplicatesPage(form: EntryForm, found: readonly DuplicateView[]): PageView {
  const model = {
    title: 'Are they held already?',
    name: typedName(form),
    found: found.map((one) => ({ ...one, name: nameWords(one) })),
    words: { kind: kindWords },
    fields: fieldsOf(form),
  };
  return page('experts/duplicates', model, { shown: shownOf(found) });
}

function checkPage(
  form: EntryForm,
  dto: EnterExpertDto,
  [organisation]: readonly NamedOrganisation[],
  { terms }: ExpertChoices,
): PageView {
  const labels = (dto.expertise ?? []).map(
    ({ scheme, code }) => terms.find((term) => term.scheme === scheme && term.code === code)?.label ?? code,
  );
  const { department, role } = dto.affiliation ?? {};
  const model = {
    title: 'Check your answers',
    rows: [
      ['Kind', kindWords[dto.kind]],
      ['Name', nameWords({ ...dto, title: dto.title ?? null })],
      ['Known as', dto.knownAs],
      ['E-mail address', dto.email],
      ['ORCID iD', dto.orcid],
      ['Works at', [organisation?.name, department, role].filter(Boolean).join(', ')],
      ['Knows', labels.join(', ')],
      ['Lawful basis', lawfulBasisWords[dto.lawfulBasis ?? 'public_task']],
      ['Privacy notice sent on', dateWords(dto.privacyNoticeSentOn)],
      ['Our relationship', dto.relationship ? 'Begins today, with you as its owner' : 'Not begun'],
    ].map(([key, value]) => ({ key, value: value || 'Not entered' })),
    notice: dto.privacyNoticeSentOn === undefined,
    // Under this key the person is entered once, however often the button is pressed.
    fields: { ...fieldsOf(form), key: formKey(form.key) },
  };
  return page('experts/check', model);
}

/** What travels on; the button says the step. */
function fieldsOf({ step: _step, ...fields }: EntryForm): Record<string, string | undefined> {
  return fields;
}

function typedName({ title, givenName, familyName }: EntryForm): string {
  return nameWords({ title: title?.trim() || null, givenName: givenName ?? '', familyName: familyName ?? '' });
}

function groupsOf({ terms }: ExpertChoices): { label: string; items: { value: string; text: string }[] }[] {
  return expertiseSchemes.map((scheme) => ({
    label: schemeWords[scheme],
    items: terms
      .filter((term) => term.scheme === scheme)
      .map(({ code, label }) => ({ value: `${scheme}:${code}`, text: label })),
  }));
}

function shownOf(found: readonly DuplicateView[]): { expert: { id: string; marking: 'OFFICIAL' }[] } {
  return { expert: found.map(({ id }) => ({ id, marking: 'OFFICIAL' })) };
}
