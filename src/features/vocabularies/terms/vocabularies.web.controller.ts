import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { VocabularyQueries } from '../vocabularies.queries.js';
import { newTermOf, TermDoneForm, termChangeOf, termFields, TermForm, TermStepForm, termStepOf } from './term.form.js';
import { isOffered } from './term.rules.js';
import { doneWords, schemeName, usesInWords } from './term.words.js';
import type { TermView } from './terms.dto.js';
import { TermQueries } from './terms.queries.js';
import { TermsService } from './terms.service.js';

/** The vocabularies, for those who keep them: the same services as the API. */
@Pages()
@Controller('admin/vocabularies')
export class VocabulariesWebController {
  constructor(
    private readonly vocabularies: VocabularyQueries,
    private readonly queries: TermQueries,
    private readonly service: TermsService,
    private readonly clock: Clock,
  ) {}

  /** Every vocabulary, with how many terms it has. */
  @Permit('vocabularies.write')
  @Get()
  async list(@CurrentActor() actor: UserActor): Promise<PageView> {
    const items = await this.vocabularies.list(actor);
    const named = items.map((one) => ({ ...one, name: schemeName(one.scheme) }));
    return page('vocabularies/list', { title: 'Vocabularies', items: named });
  }

  /** The terms of one vocabulary, retired ones too, with what each describes. */
  @Permit('vocabularies.write')
  @Get(':scheme')
  async show(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Query() { done, term }: TermDoneForm,
  ): Promise<PageView> {
    const { items } = await this.queries.list(actor, scheme);
    const name = schemeName(scheme);
    const terms = items.map((one) => this.shown(one));
    const model = {
      title: name,
      name,
      scheme,
      terms,
      ...bannerOf(
        done,
        items.find(({ code }) => code === term),
      ),
    };
    return page('vocabularies/show', model);
  }

  @Permit('vocabularies.write')
  @Get(':scheme/new')
  async ask(@CurrentActor() actor: UserActor, @Param('scheme') scheme: string): Promise<PageView> {
    return this.newPage(actor, scheme, {});
  }

  @Permit('vocabularies.write')
  @Post(':scheme/terms')
  async add(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Body() form: TermForm,
  ): Promise<PageView | Redirect> {
    try {
      await this.service.create(actor, scheme, newTermOf(form));
      return new Redirect(`/admin/vocabularies/${scheme}?done=added`);
    } catch (error) {
      return this.newPage(actor, scheme, form, onThePage(error));
    }
  }

  @Permit('vocabularies.write')
  @Get(':scheme/terms/:code')
  async edit(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Param('code') code: string,
  ): Promise<PageView> {
    return this.termPage(await this.queries.named(actor, scheme, code));
  }

  @Permit('vocabularies.write')
  @Post(':scheme/terms/:code')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Param('code') code: string,
    @Body() form: TermForm,
  ): Promise<PageView | Redirect> {
    try {
      await this.service.change(actor, scheme, code, versionOf(form.version), termChangeOf(form));
      return new Redirect(`/admin/vocabularies/${scheme}?done=changed`);
    } catch (error) {
      const known = onThePage(error);
      return this.termPage(await this.queries.named(actor, scheme, code), form, known);
    }
  }

  /** Asks once more before a term is retired, and says what it describes. */
  @Permit('vocabularies.write')
  @Get(':scheme/terms/:code/retire')
  async confirm(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Param('code') code: string,
  ): Promise<PageView> {
    const { version, label, uses } = await this.queries.named(actor, scheme, code);
    const address = `/admin/vocabularies/${scheme}/terms/${code}`;
    return page('confirm', {
      title: `Retire “${label}”`,
      question: `Retire “${label}”?`,
      consequence: `From today nobody is offered this term. Records that it describes keep it: ${usesInWords(uses).toLowerCase()}.`,
      action: `${address}/steps`,
      fields: { version, step: 'retire' },
      button: 'Retire this term',
      warning: true,
      cancel: address,
    });
  }

  @Permit('vocabularies.write')
  @Post(':scheme/terms/:code/steps')
  async perform(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Param('code') code: string,
    @Body() form: TermStepForm,
  ): Promise<PageView | Redirect> {
    try {
      const { step } = termStepOf(form);
      await this.service.perform(actor, scheme, code, versionOf(form.version), { step });
      return new Redirect(`/admin/vocabularies/${scheme}?done=${step}&term=${code}`);
    } catch (error) {
      const known = onThePage(error);
      return this.termPage(await this.queries.named(actor, scheme, code), {}, known);
    }
  }

  private async newPage(actor: UserActor, scheme: string, typed: TermForm, error?: DomainError): Promise<PageView> {
    await this.queries.list(actor, scheme);
    const name = schemeName(scheme);
    const errors = error ? errorsOf(error, termFields) : [];
    const model = { title: `Add a term to ${name}`, name, scheme, typed, errors };
    return page('vocabularies/term', model, { status: statusOnThePage(error) ?? 200 });
  }

  private termPage(term: TermView, form?: TermForm, error?: DomainError): PageView {
    const { scheme, code, label, description, synonyms } = term;
    const typed = { code, label, description, synonyms: synonyms.join('\n'), ...form };
    const model = {
      title: `Change “${label}”`,
      name: schemeName(scheme),
      scheme,
      term: this.shown(term),
      typed,
      errors: error ? errorsOf(error, termFields) : [],
    };
    return page('vocabularies/term', model, { status: statusOnThePage(error) ?? 200 });
  }

  private shown(term: TermView): object {
    return { ...term, usedBy: usesInWords(term.uses), offered: isOffered(term.retiredOn, this.clock.today()) };
  }
}

/** What a form's own page can say; anything else has a page of its own. */
function onThePage(error: unknown): DomainError {
  if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
  return error;
}

/** Retiring is undone by bringing back, from the banner. */
function bannerOf(done: string | undefined, term: TermView | undefined): object {
  const words = done !== undefined && Object.hasOwn(doneWords, done) ? doneWords[done] : undefined;
  if (done !== 'retire' || !term || term.retiredOn === null) return { done: words };
  const action = `/admin/vocabularies/${term.scheme}/terms/${term.code}/steps`;
  return { done: words, undo: { action, fields: { version: term.version, step: 'bring_back' } } };
}
