import { Injectable, type PipeTransform } from '@nestjs/common';
import { notFound } from '../../../kernel/domain-error.js';

/** An amendment's number of a path. Anything else names none. */
@Injectable()
export class AmendmentNumberPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (!/^[1-9]\d{0,3}$/.test(value)) throw notFound('amendment');
    return Number(value);
  }
}
