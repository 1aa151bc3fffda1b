import { RequestMethod, type INestApplication } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { pageKey } from '../pages/page.js';
import { routeRuleKey, type RouteRule } from './permissions.js';

/** A route of the running application, as its controller declares it. */
export interface DeclaredRoute {
  readonly method: string;
  /** Nest's pattern, such as `/api/v1/experts/:id`. */
  readonly path: string;
  readonly rule: RouteRule | undefined;
  readonly handler: string;
  /** Whether it answers with a page for people rather than to programs. */
  readonly page: boolean;
}

/** Every route of every controller: what the access matrix and the start's own check are made from. */
export function declaredRoutes(reflector: Reflector, app: INestApplication): DeclaredRoute[] {
  const controllers = app.get(DiscoveryService, { strict: false }).getControllers();
  const scanner = new MetadataScanner();
  return controllers.flatMap(({ instance, metatype }) => {
    if (!instance || !metatype) return [];
    const prefix = reflector.get<string>(PATH_METADATA, metatype);
    const methods = instance as Record<string, () => unknown>;
    return scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object).flatMap((name) => {
      const handler = methods[name];
      const method = reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
      if (method === undefined) return [];
      const own = reflector.get<string>(PATH_METADATA, handler);
      return [
        {
          method: RequestMethod[method],
          path: `/${[prefix, own]
            .map((part) => part.replace(/^\/+|\/+$/g, ''))
            .filter(Boolean)
            .join('/')}`,
          rule: reflector.getAllAndOverride<RouteRule | undefined>(routeRuleKey, [handler, metatype as () => unknown]),
          handler: `${metatype.name}.${name}`,
          page: reflector.get<boolean | undefined>(pageKey, metatype) === true,
        },
      ];
    });
  });
}

/** A route without a permission stops the start (SEC-Z1). */
export function refuseUndeclaredRoutes(reflector: Reflector, app: INestApplication): void {
  const bare = declaredRoutes(reflector, app).filter(({ rule }) => rule === undefined);
  if (bare.length > 0)
    throw new Error(
      `These routes declare no permission: ${bare.map(({ method, path, handler }) => `${method} ${path} (${handler})`).join(', ')}`,
    );
}
