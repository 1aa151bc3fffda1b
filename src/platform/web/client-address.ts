import type { FastifyRequest } from 'fastify';

/** The client's address, without the zone that a link-local IPv6 address may carry. */
export function clientAddressOf(request: FastifyRequest): string {
  return request.ip.split('%')[0];
}
