import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { carriesHigherMarking } from '../../kernel/marking.js';
import { wordingOf } from './wording.js';

type Constructor<T> = new () => T;

/**
 * Checks what came in against its DTO, for JSON bodies, queries and forms alike. Unknown fields are refused, nothing is
 * converted silently ("false" would become true), and a text that carries a marking above OFFICIAL-SENSITIVE is refused
 * without being kept.
 */
export function validate<T extends object>(dto: Constructor<T>, input: unknown, where: 'body' | 'query' = 'body'): T {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new DomainError('invalid', 'The body must be a JSON object.', [
      { pointer: '', detail: 'Send a JSON object with the fields of this request.' },
    ]);
  refuseUnstorableText(input, where);
  const value = plainToInstance(dto, input, { enableImplicitConversion: false, exposeDefaultValues: true });
  const errors = validateSync(value, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
  });
  if (errors.length > 0)
    throw new DomainError('invalid', 'Some of what you sent needs correcting.', problemsOf(errors, where));
  return withoutUndefined(value);
}

/** Class fields that were not sent exist as undefined; what was left out must not look as if it had been given. */
function withoutUndefined<T extends object>(value: T): T {
  for (const name of Object.keys(value) as (keyof T)[]) if (value[name] === undefined) delete value[name];
  return value;
}

function problemsOf(errors: readonly ValidationError[], where: 'body' | 'query', path = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const pointer = where === 'query' ? `?${error.property}` : `${path}/${escapePointer(error.property)}`;
    const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
      pointer,
      detail: wordingOf(constraint, error.property, message),
    }));
    return [...own, ...problemsOf(error.children ?? [], where, pointer)];
  });
}

/** RFC 6901. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100);
}

/** PostgreSQL cannot keep a NUL; other control characters have no business in a record and can forge what is printed. */
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const deepest = 10;

function refuseUnstorableText(value: unknown, where: 'body' | 'query', pointer = '', depth = 0): void {
  if (depth > deepest)
    throw new DomainError('invalid', 'The body is nested too deeply.', [
      { pointer, detail: 'Nest no more than ten levels.' },
    ]);
  if (typeof value === 'string') {
    const at = where === 'query' ? `?${pointer.slice(1)}` : pointer;
    if (controlCharacter.test(value) || !value.isWellFormed())
      throw new DomainError('invalid', 'Some of what you sent needs correcting.', [
        { pointer: at, detail: 'Remove the control characters from this text.' },
      ]);
    if (carriesHigherMarking(value))
      throw new DomainError('invalid', 'This system holds nothing above OFFICIAL-SENSITIVE. The text was not kept.', [
        {
          pointer: at,
          detail:
            'This text carries a marking above OFFICIAL-SENSITIVE. Use the system approved for that marking, and tell your security officer if it came from elsewhere.',
        },
      ]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value))
      refuseUnstorableText(item, where, `${pointer}/${escapePointer(name)}`, depth + 1);
  }
}

/** Global pipe: DTO classes are validated, other parameters have pipes of their own. */
@Injectable()
export class ValidatePipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || metatype === undefined || metatype === Object || metatype === String)
      return value;
    return validate(metatype as Constructor<object>, value ?? {}, type);
  }
}
