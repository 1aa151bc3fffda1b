import { IsString, MaxLength } from 'class-validator';
import { DomainError } from '../../kernel/domain-error.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import { LoadBankHolidaysDto } from './bank-holidays.dto.js';

/** The file that GOV.UK publishes has some 30,000 characters. */
const longestFile = 300_000;

export class BankHolidaysForm {
  /** The content of bank-holidays.json. */
  @Optional()
  @IsString()
  @MaxLength(longestFile)
  file?: string;
}

/** What was just done. */
export class BankHolidaysDoneForm {
  @Optional()
  @Typed()
  done?: string;
}

/** What was pasted, as the API takes it. */
export function fileOf({ file }: BankHolidaysForm): LoadBankHolidaysDto {
  if (!file?.trim()) throw unreadable('Paste the content of the file.');
  let content: unknown;
  try {
    content = JSON.parse(file);
  } catch {
    throw unreadable('This is not the content of a JSON file. Copy all of it, from the first { to the last }.');
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw unreadable('Paste the content of bank-holidays.json as GOV.UK publishes it.');
  return validate(LoadBankHolidaysDto, content);
}

function unreadable(detail: string): DomainError {
  return new DomainError('invalid', 'The file could not be read.', [{ pointer: '/file', detail }]);
}
