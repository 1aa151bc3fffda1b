import type { DomainError } from '../../../kernel/domain-error.js';
import type { Marking } from '../../../kernel/marking.js';
import { errorsOf, statusOnThePage } from '../../../platform/pages/forms.js';
import { page, type PageView, type ShownRecords } from '../../../platform/pages/page.js';
import { publicationFields, type PublicationForm } from './publication.form.js';
import { publicationTypes } from './publication.rules.js';
import { publicationTypeWords } from './publication.words.js';
import type { PublicationView } from './publications.dto.js';

/** Where an entry is corrected or removed: the same pages for the person and for staff, who come to them from lists of their own. */
export interface PublicationEntry {
  readonly one: PublicationView;
  /** The list that it stands in. */
  readonly list: string;
  /** Where its form is sent to, and what goes with it besides what is typed. */
  readonly action: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly marking?: Marking;
  readonly shown: ShownRecords;
}

/** The form with what stands there now, or with what was typed and what is wrong with it. */
export function correctionPage(entry: PublicationEntry, typed?: PublicationForm, error?: DomainError): PageView {
  const { one, list, action, fields = {}, marking, shown } = entry;
  const model = {
    title: 'Correct a publication',
    marking,
    called: one.title,
    list,
    here: `${list}?correct=${one.id}`,
    action,
    fields: { ...fields, step: 'correct' },
    version: one.version,
    typed: typed ?? formOf(one),
    types: publicationTypes,
    words: { type: publicationTypeWords },
    errors: error ? errorsOf(error, publicationFields) : [],
  };
  return page('experts/correct-publication', model, { status: statusOnThePage(error) ?? 200, shown });
}

/** Asks once: what is removed does not come back. */
export function removalPage({ one, list, action, fields = {}, marking, shown }: PublicationEntry): PageView {
  const model = {
    title: 'Remove a publication',
    marking,
    question: 'Remove this publication?',
    consequence: 'It goes for good. If it is only not quite right, correct it instead.',
    records: [{ text: one.title, href: null }],
    action,
    fields: { ...fields, step: 'remove', version: String(one.version) },
    button: 'Remove it',
    warning: true,
    cancel: list,
  };
  return page('confirm', model, { shown });
}

function formOf({ title, doi, year, venue, type }: PublicationView): PublicationForm {
  return { title, doi: doi ?? '', year: year === null ? '' : String(year), venue: venue ?? '', type };
}
