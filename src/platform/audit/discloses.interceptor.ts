import { Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { mergeMap, type Observable } from 'rxjs';
import { highestMarking, type Marking } from '../../kernel/marking.js';
import type { SignedInRequest } from '../auth/access.guard.js';
import { PageView, type ShownRecords } from '../pages/page.js';
import { requestContext } from '../web/request-context.js';
import { ReadLog } from './read-log.js';

const disclosesKey = 'accord.discloses';

/** What an answer with records of several kinds shows. */
type Shows = (answer: never) => ShownRecords;

/** The route's answer discloses records of this kind, or those that a function finds in it: their ids are kept in the read log. */
export const Discloses = (recordKind: string | Shows) => SetMetadata(disclosesKey, recordKind);

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
    const recordKind = this.reflector.get<string | Shows | undefined>(disclosesKey, context.getHandler());
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        // A page says itself what it shows, which may be of several kinds.
        const shown =
          answer instanceof PageView
            ? answer.shown
            : typeof recordKind === 'function'
              ? recordKind(answer as never)
              : undefined;
        if (shown !== undefined)
          for (const [kind, records] of Object.entries(shown)) await this.keep(request, kind, records);
        else if (typeof recordKind === 'string')
          await this.keep(request, recordKind, (answer as Disclosed).items ?? [answer as Disclosed]);
        return answer;
      }),
    );
  }

  private keep(request: SignedInRequest, recordKind: string, records: readonly Disclosed[]): Promise<void> {
    return this.readings.keep({
      actor: request.actor!,
      route: requestContext()?.route ?? '',
      recordKind,
      recordIds: records.flatMap(({ id }) => id ?? []),
      marking: highestMarking(records.map((record) => record.marking ?? 'OFFICIAL')),
      requestId: request.id,
    });
  }
}
