import { isCalendarDate } from '../../../kernel/calendar-date.js';
import { isId } from '../../../kernel/identifier.js';
import { dateWords, momentWords } from '../../../platform/pages/words.js';

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const longest = 500;

/** What a field held, as people read it; null when it held nothing. `names` are those of the records it may name. */
export function valueInWords(value: unknown, names: Readonly<Record<string, string>>): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value))
    return joined(
      value.map((one) => valueInWords(one, names)),
      ', ',
    );
  if (typeof value === 'object')
    return joined(
      Object.entries(value).map(([name, inside]) => {
        const words = valueInWords(inside, names);
        return words === null ? null : `${name}: ${words}`;
      }),
      '; ',
    );
  return textInWords(String(value), names);
}

function textInWords(text: string, names: Readonly<Record<string, string>>): string {
  if (isId(text as unknown)) return Object.hasOwn(names, text) ? names[text] : 'Another record';
  if (isCalendarDate(text)) return dateWords(text);
  if (instantForm.test(text)) return momentWords(text);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function joined(parts: readonly (string | null)[], by: string): string | null {
  const words = parts.filter((part) => part !== null).join(by);
  return words === '' ? null : words;
}
