import { Body, Controller, Get, Post } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { OwnProfileQueries, type OfferedTerm } from '../experts/profile/own-profile.queries.js';
import { OwnProfileService } from '../experts/profile/own-profile.service.js';
import type { OwnProfileView } from '../experts/profile/own-profile.dto.js';
import { versionOf } from './portal.form.js';
import { schemeWords } from './portal.words.js';
import { ExpertiseForm, expertiseOf, PostForm, postOf, termRows, type TermRow } from './profile.form.js';

/** Rows for terms that are not held yet. */
const blankRows = 3;

/** What somebody knows and where they work: lists, of which each line has fields of its own. */
@Pages()
@Controller('me/edit')
export class ProfileListsWebController {
  constructor(
    private readonly queries: OwnProfileQueries,
    private readonly service: OwnProfileService,
  ) {}

  @Permit('profile.own')
  @Get('expertise')
  showExpertise(@CurrentActor() actor: UserActor): Promise<PageView> {
    return this.expertise(actor);
  }

  /** Keeps, takes away and adds terms; all that stands is confirmed by being sent. */
  @Permit('profile.own')
  @Post('expertise')
  async saveExpertise(@CurrentActor() actor: UserActor, @Body() form: ExpertiseForm): Promise<PageView | Redirect> {
    try {
      await this.service.replaceExpertise(actor, versionOf(form.version), expertiseOf(form));
      return new Redirect('/me?done=saved');
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.expertise(actor, form, error);
    }
  }

  @Permit('profile.own')
  @Get('affiliations')
  showPosts(@CurrentActor() actor: UserActor): Promise<PageView> {
    return this.posts(actor);
  }

  /** Proposes a new post, or what changed of one that is held. */
  @Permit('profile.own')
  @Post('affiliations')
  async proposePost(@CurrentActor() actor: UserActor, @Body() form: PostForm): Promise<PageView | Redirect> {
    try {
      await this.service.propose(actor, postOf(form));
      return new Redirect('/me?done=proposed');
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.posts(actor, form, error);
    }
  }

  private async expertise(actor: UserActor, form?: ExpertiseForm, error?: DomainError): Promise<PageView> {
    const [profile, terms] = await Promise.all([this.queries.show(actor), this.queries.terms(actor)]);
    const rows = form ? termRows(form) : rowsOf(profile);
    const labels = labelsOf(profile, terms);
    const held = rows.filter(({ term }) => labels[term] !== undefined && heldBy(profile, term));
    const added = rows.filter((row) => row.term !== '' && !held.includes(row));
    const model = {
      title: 'What you know',
      profile,
      typed: form ?? {},
      held: held.map((row) => ({ ...row, label: labels[row.term] })),
      added: [...added, ...Array.from({ length: Math.max(0, blankRows - added.length) }, () => blankRow)],
      groups: groupsOf(terms.filter(({ scheme, code }) => !heldBy(profile, `${scheme}:${code}`))),
      errors: error ? errorsOf(error, rowFields(form, held)) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('portal/edit-expertise', model, { status, shown: { expert: [profile] } });
  }

  private async posts(actor: UserActor, typed?: PostForm, error?: DomainError): Promise<PageView> {
    const [profile, employers] = await Promise.all([this.queries.show(actor), this.queries.employers(actor)]);
    const posts = profile.affiliations.filter(({ current }) => current);
    const changing = typed?.affiliationId;
    const add = (field: string): [string, string] => [`/post/${field}`, `add-${field}`];
    const change = (field: string, id = field): [string, string] => [`/postChange/${field}`, `${changing}-${id}`];
    const fields =
      changing === undefined
        ? [add('organisation'), add('department'), add('role'), ['/post/startedOn', 'add-started-day'] as const]
        : [change('department'), change('role'), change('endedOn', 'ended-day')];
    const replaces = ['/post/replacesAffiliationId', 'add-replaces'] as const;
    const model = {
      title: 'Where you work',
      profile,
      posts,
      employers,
      typed: typed ?? {},
      changing,
      errors: error ? errorsOf(error, changing === undefined ? [...fields, replaces] : fields) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('portal/edit-affiliations', model, { status, shown: { expert: [profile] } });
  }
}

const blankRow: TermRow = { term: '', level: 'secondary' };

function rowsOf({ expertise }: OwnProfileView): TermRow[] {
  return expertise.map(({ scheme, code, level }) => ({ term: `${scheme}:${code}`, level }));
}

function heldBy({ expertise }: OwnProfileView, term: string): boolean {
  return expertise.some(({ scheme, code }) => `${scheme}:${code}` === term);
}

function labelsOf({ expertise }: OwnProfileView, terms: readonly OfferedTerm[]): Record<string, string> {
  return Object.fromEntries([...terms, ...expertise].map(({ scheme, code, label }) => [`${scheme}:${code}`, label]));
}

function groupsOf(terms: readonly OfferedTerm[]): { label: string; terms: { value: string; text: string }[] }[] {
  const schemes = [...new Set(terms.map(({ scheme }) => scheme))];
  return schemes.map((scheme) => ({
    label: schemeWords[scheme] ?? scheme,
    terms: terms
      .filter((term) => term.scheme === scheme)
      .map(({ code, label }) => ({ value: `${scheme}:${code}`, text: label })),
  }));
}

/** A problem is about a line of what was sent; the page has the lines that are held first and the added ones after them. */
function rowFields(form: ExpertiseForm | undefined, held: readonly TermRow[]): [string, string][] {
  const sent = form ? termRows(form).filter(({ term, level }) => term !== '' && level !== 'away') : [];
  let added = 0;
  return sent.flatMap((row, index) => {
    const place = held.findIndex(({ term }) => term === row.term);
    const id = place >= 0 ? `held-${place}` : `added-${added++}`;
    const pointer = `/expertise/${index}`;
    return [
      [`${pointer}/code`, `${id}-term`],
      [`${pointer}/scheme`, `${id}-term`],
      [`${pointer}/level`, `${id}-level`],
    ] as [string, string][];
  });
}
