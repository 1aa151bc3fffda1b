import { Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { mergeMap, type Observable } from 'rxjs';
import { highestMarking, type Marking } from '../../kernel/marking.js';
import type { SignedInRequest } from '../auth/access.guard.js';
import { requestContext } from '../web/request-context.js';
import { ReadLog } from './read-log.js';

const disclosesKey = 'accord.discloses';

/** The route's answer discloses records of this kind: their ids are kept in the read log. */
export const Discloses = (recordKind: string) => SetMetadata(disclosesKey, recordKind);

interface Disclosed {
  id?: string;
  marking?: Marking;
  items?: readonly Disclosed[];
}

@Injectable()
export class DisclosesInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly readings: ReadLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const recordKind = this.reflector.get<string | undefined>(disclosesKey, context.getHandler());
    if (recordKind === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    return next.handle().pipe(
      mergeMap(async (answer: Disclosed) => {
        const records = answer.items ?? [answer];
        await this.readings.keep({
          actor: request.actor!,
          route: requestContext()?.route ?? '',
          recordKind,
          recordIds: records.flatMap(({ id }) => id ?? []),
          marking: highestMarking(records.map((record) => record.marking ?? 'OFFICIAL')),
          requestId: request.id,
        });
        return answer;
      }),
    );
  }
}
