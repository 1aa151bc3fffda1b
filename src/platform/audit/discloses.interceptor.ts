import { Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { mergeMap, type Observable } from 'rxjs';
import { highestMarking, type Marking } from '../../kernel/marking.js';
import type { SignedInRequest } from '../auth/access.guard.js';
import { PageView, type ShownRecords } from '../pages/page.js';
import { requestContext } from '../web/request-context.js';
import { ReadLog } from './read-log.js';

const disclosesKey = 'accord.discloses';

/** Which records an answer of several kinds shows. */
type ShownBy = (answer: never) => ShownRecords;

/**
 * The route's answer discloses records of this kind, or those that are picked out of it: their ids are kept in the read log.
 */
export const Discloses = (records: string | ShownBy) => SetMetadata(disclosesKey, records);

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
    const records = this.reflector.get<string | ShownBy | undefined>(disclosesKey, context.getHandler());
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        if (typeof records === 'string')
          await this.keep(request, records, (answer as Disclosed).items ?? [answer as Disclosed]);
        else
          for (const [kind, shown] of Object.entries(shownBy(answer, records))) await this.keep(request, kind, shown);
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

/** A page says itself what it shows. */
function shownBy(answer: unknown, records: ShownBy | undefined): ShownRecords {
  if (answer instanceof PageView) return answer.shown;
  return records ? records(answer as never) : {};
}
