import pino from 'pino';

/**
 * Structured lines in UTC. Nothing personal is logged: routes by pattern, records by id, people by user id, fields by name.
 * JSON escapes line breaks and control characters, so a value cannot forge a line. What slips through is removed here.
 */
export const log = pino({
  // Until the settings are read, which sets the level asked for.
  level: 'warn',
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ['*.password', '*.email', '*.authorization', 'err.parameters', 'err.query', 'err.driverError', 'err.detail'],
    remove: true,
  },
  serializers: {
    err: (error: Error & { code?: string; driverError?: { code?: string; constraint?: string } }) => ({
      type: error.name,
      // A database error's message may quote a value; its code and constraint say enough.
      message: error.driverError || error.code ? undefined : error.message,
      code: error.driverError?.code ?? error.code,
      constraint: error.driverError?.constraint,
      stack: error.stack?.split('\n').slice(1, 12).join('\n'),
    }),
  },
});
