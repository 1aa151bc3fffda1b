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
  refuseUnstorable(input, where);
  const value = plainToInstance(dto, input, { enableImplicitConversion: false, exposeDefaultValues: true });
  const errors = validateSync(value, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
  });
  if (errors.length > 0)
    throw new DomainError(
      'invalid',
      'Some of what you sent needs correcting.',
      problemsOf(errors, where).slice(0, mostProblems),
    );
  return withoutUndefined(value);
}

/** Class fields that were not sent exist as undefined, at any depth; what was left out must not look as if it had been given. */
function withoutUndefined<T extends object>(value: T): T {
  for (const name of Object.keys(value) as (keyof T)[]) {
    const item = value[name];
    if (item === undefined) delete value[name];
    else if (typeof item === 'object' && item !== null) withoutUndefined(item);
  }
  return value;
}

function problemsOf(errors: readonly ValidationError[], where: 'body' | 'query', path = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const pointer = where === 'query' ? `?${error.property}` : `${path}/${escapePointer(error.property)}`;
    const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
      pointer,
      detail: wordingOf(constraint, error.property, message),
      ...(constraint === 'whitelistValidation' ? { unknownName: true } : {}),
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
/** No form of ours has a tenth as many values; checking hundreds of thousands, as 1 MiB can hold, would take seconds. */
const mostValues = 10_000;
const mostProblems = 100;

/** Looks at every text and every name before anything else does, so that what must not be kept is not repeated either. */
function refuseUnstorable(input: object, where: 'body' | 'query'): void {
  let values = 0;
  const refuse = (pointer: string, summary: string, detail: string): never => {
    throw new DomainError('invalid', summary, [
      { pointer: where === 'query' ? `?${pointer.slice(1)}` : pointer, detail },
    ]);
  };
  const checkText = (text: string, pointer: string): void => {
    if (controlCharacter.test(text) || !text.isWellFormed())
      refuse(
        pointer,
        'Some of what you sent needs correcting.',
        'Remove the control characters and broken characters from this text.',
      );
    if (carriesHigherMarking(text))
      refuse(
        pointer,
        'This system holds nothing above OFFICIAL-SENSITIVE. The text was not kept.',
        'This text carries a marking above OFFICIAL-SENSITIVE. Use the system approved for that marking, and tell your security officer if it came from elsewhere.',
      );
  };
  const check = (value: unknown, pointer: string, depth: number): void => {
    values += 1;
    if (values > mostValues) refuse('', 'There is too much in this request.', 'Send less at a time.');
    if (depth > deepest) refuse(pointer, 'The body is nested too deeply.', 'Nest no more than ten levels.');
    if (typeof value === 'string') checkText(value, pointer);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, item] of Object.entries(value)) {
      // A name that is not ours may carry anything, so the pointer stays at the object around it.
      checkText(name, pointer);
      // class-transformer passes over names that every object has, and whatever is passed over looks as if it had been accepted.
      if (name in Object.prototype)
        refuse(
          pointer,
          'Some of what you sent needs correcting.',
          `There is no field called "${name}" here. Remove it.`,
        );
      check(item, `${pointer}/${escapePointer(name)}`, depth + 1);
    }
  };
  check(input, '', 0);
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
