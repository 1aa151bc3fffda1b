import { calendarDate, formatDate, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import { bankHolidayDivisions, type BankHolidayDivision, type BankHolidays } from '../../kernel/working-days.js';

export interface BankHoliday {
  readonly division: BankHolidayDivision;
  readonly heldOn: CalendarDate;
  readonly title: string;
}

/** As the pages and the API say which division is meant. */
export const divisionWords: Record<BankHolidayDivision, string> = {
  'england-and-wales': 'England and Wales',
  scotland: 'Scotland',
  'northern-ireland': 'Northern Ireland',
};

/** The days by division. A year counts as known when every division has a day in it: what lies after the last such year is not. */
export function knownHolidays(holidays: readonly BankHoliday[]): BankHolidays {
  const days = Object.fromEntries(
    bankHolidayDivisions.map((division) => [
      division,
      new Set(holidays.filter((one) => one.division === division).map(({ heldOn }) => heldOn)),
    ]),
  ) as Record<BankHolidayDivision, Set<CalendarDate>>;
  const lastYears = bankHolidayDivisions.map((division) =>
    [...days[division]].reduce((last, day) => (day > last ? day : last), '').slice(0, 4),
  );
  const lastYear = lastYears.includes('') ? null : lastYears.sort()[0];
  return { days, knownUntil: lastYear === null ? null : calendarDate(`${lastYear}-12-31`) };
}

/** What to tell whoever relies on working days that lie after the last known one. */
export function warningOf({ knownUntil }: Pick<BankHolidays, 'knownUntil'>): string {
  return knownUntil === null
    ? 'No bank holidays are loaded, so only Saturdays and Sundays are left out. Load them, or reminders may fall on a bank holiday.'
    : `Bank holidays are loaded until ${formatDate(knownUntil)}. After that only Saturdays and Sundays are left out, so a reminder may fall on a bank holiday. Load newer ones.`;
}

/** The file that GOV.UK publishes, as far as it is read. */
export type BankHolidayFile = {
  readonly [division in BankHolidayDivision]?: {
    readonly events: readonly { readonly date: CalendarDate; readonly title: string }[];
  };
};

/** The days of the file; what is wrong between them, field by field. */
export function holidaysOf(file: BankHolidayFile): { holidays: BankHoliday[]; problems: FieldProblem[] } {
  const holidays = bankHolidayDivisions.flatMap((division) =>
    (file[division]?.events ?? []).map(({ date, title }) => ({ division, heldOn: date, title })),
  );
  const problems = bankHolidayDivisions.flatMap((division) => {
    const dates = file[division]?.events.map(({ date }) => date);
    if (dates?.length === 0)
      return [{ pointer: `/${division}/events`, detail: 'Each division must have one day at least.' }];
    const twice = dates?.findIndex((date, index) => dates.indexOf(date) < index) ?? -1;
    return twice < 0
      ? []
      : [
          {
            pointer: `/${division}/events/${twice}/date`,
            detail: 'This day stands in its division twice. Remove one.',
          },
        ];
  });
  if (holidays.length === 0 && problems.length === 0)
    return { holidays, problems: [{ pointer: '', detail: 'The file holds no division, so nothing would change.' }] };
  return { holidays, problems };
}
