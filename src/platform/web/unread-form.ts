import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/**
 * The route is a page whose address says everything: what is sent to it is not read, so it may be a form of either kind. Mail readers
 * send `multipart/form-data` where they unsubscribe with one click (RFC 8058).
 */
export const LeavesFormUnread = () => RouteConfig({ leavesFormUnread: true });

export function routeLeavesFormUnread({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as { leavesFormUnread?: boolean } | undefined)?.leavesFormUnread === true;
}
