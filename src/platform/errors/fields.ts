import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isCalendarDate } from '../../kernel/calendar-date.js';
import { isId } from '../../kernel/identifier.js';
import { labelOf } from './wording.js';

/**
 * The decorators that DTOs are made of. Each checks the type first, so a string field never meets an object, and each says in
 * a sentence what to enter.
 */

/** A rule of our own with its sentence. */
export function Holds(
  name: string,
  holds: (value: unknown) => boolean,
  sentence: (label: string) => string,
): PropertyDecorator {
  return ValidateBy({
    name,
    validator: { validate: holds, defaultMessage: (args) => sentence(labelOf(args?.property ?? 'value')) },
  });
}

/** May be left out; null is refused unless `Nullable` stands beside it. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

/** May be left out, or null to clear it. */
export function Nullable(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined && value !== null);
}

/** Must be sent; null clears it. */
export function Cleared(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== null);
}

/** One or more lines of text, trimmed. Blank is refused: to clear a field send null where it allows it. */
export function Text(options: { max: number; min?: number }): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsString(),
    Holds(
      'notBlank',
      (value) => typeof value === 'string' && value.length >= (options.min ?? 1),
      (label) => `Enter ${article(label)}.`,
    ),
    MaxLength(options.max),
  );
}

/** A secret: never trimmed, never worded back. */
export function Secret(options: { max: number }): PropertyDecorator {
  return applyDecorators(IsString(), MaxLength(options.max));
}

/** What stands in a form's field, as it was typed. What the field asks for is checked by the DTO that the form becomes. */
export function Typed(): PropertyDecorator {
  return applyDecorators(IsString(), MaxLength(20_000));
}

/** Many fields of a form at once, none of which has to be sent. For a class that answers to any name of them. */
export function TypedFields(names: readonly string[]): ClassDecorator {
  return ({ prototype }) => {
    for (const name of names) {
      Optional()(prototype as object, name);
      Typed()(prototype as object, name);
    }
  };
}

/** Fields of a form that share one name, such as ticked boxes: one alone arrives as a text. */
export function TypedList(most: number): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value)),
    IsArray(),
    ArrayMaxSize(most),
    IsString({ each: true }),
    MaxLength(20_000, { each: true }),
  );
}

export function OneOf(values: readonly string[]): PropertyDecorator {
  return applyDecorators(IsIn(values as string[], { message: `one of: ${values.join(', ')}` }));
}

export function Several(values: readonly string[]): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(values.length),
    IsIn(values as string[], { each: true, message: `one of: ${values.join(', ')}` }),
    ArrayUnique(),
  );
}

export function Texts(options: { max: number; most: number }): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(options.most),
    Holds(
      'eachText',
      (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && item.trim() !== ''),
      (label) => `${label} must be a list of texts.`,
    ),
    MaxLength(options.max, { each: true }),
    ArrayUnique(),
  );
}

/** An e-mail address, trimmed. 254 characters are the most that mail can carry (RFC 5321). */
export function EmailAddress(): PropertyDecorator {
  return applyDecorators(Text({ max: 254 }), IsEmail());
}

/** The address of a web page. Any other scheme (`javascript:`, `data:`) would do something when somebody follows the link. */
export function WebAddress(): PropertyDecorator {
  return applyDecorators(
    Text({ max: 500 }),
    Holds(
      'isWebAddress',
      isWebAddress,
      (label) =>
        `${label} must be a web address that begins with https:// or http://, such as https://www.example.org.`,
    ),
  );
}

function isWebAddress(value: unknown): boolean {
  if (typeof value !== 'string' || !/^https?:\/\/[^\s\\]+$/i.test(value) || !URL.canParse(value)) return false;
  const { hostname, username, password } = new URL(value);
  // https://bank.example@elsewhere.example leads elsewhere.
  return hostname.includes('.') && username === '' && password === '';
}

/** ISO 3166-1 alpha-2. */
export function CountryCode(): PropertyDecorator {
  return Holds(
    'isCountryCode',
    (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value),
    (label) => `${label} must be the two capital letters of a country, such as GB.`,
  );
}

/** A calendar date of Europe/London, `YYYY-MM-DD`. */
export function IsDate(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'date' }),
    Holds(
      'isCalendarDate',
      isCalendarDate,
      (label) => `${label} must be a real date between 1900 and 2200, such as 2026-12-01.`,
    ),
  );
}

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** An instant with its offset, `2026-12-01T14:30:00Z`. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'date-time' }),
    Holds(
      'isInstant',
      isInstant,
      (label) => `${label} must be a date and time with its offset, such as 2026-12-01T14:30:00Z.`,
    ),
  );
}

/** Its day is one that we can hold, both as it is written and in UTC: pages of a list are cut by the latter. */
function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !instantForm.test(value) || !isCalendarDate(value.slice(0, 10))) return false;
  const instant = new Date(value);
  return !Number.isNaN(instant.getTime()) && isCalendarDate(instant.toISOString().slice(0, 10));
}

export function IsId(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'uuid' }),
    Holds('isId', isId, (label) => `${label} must be the id of a record.`),
  );
}

export function Ids(most: number): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'uuid', isArray: true }),
    IsArray(),
    ArrayMaxSize(most),
    Holds(
      'areIds',
      (value) => Array.isArray(value) && value.every(isId),
      (label) => `${label} must be a list of record ids.`,
    ),
    ArrayUnique(),
  );
}

export function WholeNumber(least: number, most: number): PropertyDecorator {
  return applyDecorators(IsInt(), Min(least), Max(most));
}

/** A list of objects, each checked against `dto`. */
export function ListOf(dto: () => new () => object, most: number): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(most),
    Holds(
      'eachObject',
      (value) =>
        Array.isArray(value) &&
        value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item)),
      (label) => `${label} must be a list of objects.`,
    ),
    ValidateNested({ each: true }),
    Type(dto),
  );
}

/** One object, checked against `dto`. */
export function ObjectOf(dto: () => new () => object): PropertyDecorator {
  return applyDecorators(
    Holds(
      'oneObject',
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      (label) => `${label} must be one object with fields of its own.`,
    ),
    ValidateNested(),
    Type(dto),
  );
}

/** `?limit=` and other numbers of a query, which arrive as text. */
export function NumberInQuery(least: number, most: number): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
    ),
    WholeNumber(least, most),
  );
}

/** `?retired=true` of a query, which arrives as text. Only these two words: "0" or "no" would be guesses. */
export function BooleanInQuery(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  );
}

function article(label: string): string {
  const word = label.toLowerCase();
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}
