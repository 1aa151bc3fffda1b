import { Controller, Get, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { counted, listAddress, type FilterTag } from '../../platform/pages/list-address.js';
import { isPagePath } from '../../platform/pages/page-path.js';
import { page, Pages, type PageView } from '../../platform/pages/page.js';
import { typedPeriod } from '../../platform/pages/typed-date.js';
import { dateWords, sentence } from '../../platform/pages/words.js';
import { listQueryOf, ReminderListForm } from './reminder.form.js';
import { offsetWords, stateColours, toldAsWords } from './reminder.words.js';
import { reminderStates, type ReminderPage, type ReminderView } from './reminders.dto.js';
import { ReminderQueries } from './reminders.queries.js';
import { SubjectRegister } from './subject-register.js';

/** The send ledger as a page: what goes out, what went, and why something did not. */
@Pages()
@Controller('reminders')
export class RemindersWebController {
  constructor(
    private readonly queries: ReminderQueries,
    private readonly subjects: SubjectRegister,
  ) {}

  /** The rows about records that the reader may see, with filters as a GET form; the latest day first. */
  @Permit('reminders.read')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: ReminderListForm): Promise<PageView> {
    try {
      const query = listQueryOf(form);
      const [found, count] = await Promise.all([this.queries.list(actor, query), this.queries.count(actor, query)]);
      return this.listPage(form, found, counted(count, 'reminder'), []);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      return this.listPage(form, { items: [], nextCursor: null }, 'Nothing was looked for', errorsIn(error));
    }
  }

  private listPage(
    { done, ...form }: ReminderListForm,
    { items, nextCursor }: ReminderPage,
    counted: string,
    errors: readonly FormError[],
  ): PageView {
    const tags = tagsOf(form);
    const model = {
      title: 'Reminders',
      items: items.map((one) => ({
        ...one,
        offset: offsetWords(one.offsetDays, one.dayCount),
        as: one.toldAs && toldAsWords[one.toldAs],
        href: this.addressOf(one),
      })),
      counted,
      next: nextCursor === null ? null : listAddress('/reminders', { ...form, cursor: nextCursor }),
      first: form.cursor ? listAddress('/reminders', { ...form, cursor: '' }) : null,
      tags,
      filtered: tags.length > 0,
      form,
      states: reminderStates,
      colours: stateColours,
      errors,
      done: done === 'resend' ? 'It is sent again within a minute or two.' : undefined,
    };
    // As in the API: a row of the ledger has no marking of its own.
    const shown = { reminder: items.map(({ id }) => ({ id, marking: 'OFFICIAL' as const })) };
    return page('reminders/list', model, { status: errors.length > 0 ? 400 : 200, shown });
  }

  /** Where the record's page is; null while its kind has none. */
  private addressOf({ record }: ReminderView): string | null {
    const path = this.subjects
      .kinds()
      .find(({ recordKind }) => recordKind === record.kind)
      ?.path.replace(':reference', record.reference)
      .replace(':id', record.id);
    return path !== undefined && isPagePath(path) ? path : null;
  }
}

/** One removable tag for each filter; the three fields of a date go together. */
function tagsOf(form: Omit<ReminderListForm, 'done'>): FilterTag[] {
  const { days } = typedPeriod(form);
  const of = (date: 'from' | 'to'): string[] => [`${date}-day`, `${date}-month`, `${date}-year`];
  const tags: [text: string | undefined | false, fields: string[]][] = [
    [form.state && sentence(form.state), ['state']],
    [form.reference && `About ${form.reference}`, ['reference']],
    [form.recipient && (form.recipient === 'me' ? 'To me' : 'To one person'), ['recipient']],
    [days.from && `From ${dateWords(days.from)}`, of('from')],
    [days.to && `To ${dateWords(days.to)}`, of('to')],
  ];
  return tags.flatMap(([text, fields]) => {
    if (!text) return [];
    const rest = Object.fromEntries(
      Object.entries(form).filter(([name]) => name !== 'cursor' && !fields.includes(name)),
    );
    return [{ text, without: listAddress('/reminders', rest) }];
  });
}

const places: Readonly<Record<string, string>> = {
  '?state': '#state',
  '?reference': '#reference',
  '?recipient': '#recipient',
  '?from': '#from-day',
  '?to': '#to-day',
};

/** A choice that the form does not offer comes from an address that somebody changed. */
function errorsIn({ fields }: DomainError): FormError[] {
  return fields.map(({ pointer, detail }) => {
    const href = places[pointer];
    const text = href === '#state' || href === '#recipient' ? 'Select one of the choices.' : detail;
    return href ? { text, href } : { text };
  });
}
