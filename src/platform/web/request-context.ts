import { AsyncLocalStorage } from 'node:async_hooks';

/** What a caller asked to be done at most once: see `idempotency.interceptor.ts`. */
export interface IdempotencyClaim {
  readonly userId: string;
  readonly route: string;
  readonly key: string;
  readonly bodyHash: Buffer;
  /** Set by the first transaction that takes the claim, so that a second one in the same request does not. */
  taken: boolean;
}

/** What belongs to one request and is needed far from its controller. */
export interface RequestContext {
  readonly requestId: string;
  /** The route's pattern, such as `GET /api/v1/experts/:id`: never the address itself, which may name people. */
  readonly route: string;
  idempotency?: IdempotencyClaim;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

export function requestContext(): RequestContext | undefined {
  return storage.getStore();
}
