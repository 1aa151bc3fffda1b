/** Classes 08 (connection) and 57P (shutdown), too many connections, and what the driver reports when nobody answers. */
const states =
  /^(08...|57P0.|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
const sentences =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|not queryable|Driver not Connected/i;

/** Whether an error says that the database is away: nothing is wrong with what was asked, and trying again will help. */
export function databaseIsAway(error: unknown): boolean {
  const { code, driverError, message } = (error ?? {}) as {
    code?: string;
    driverError?: { code?: string };
    message?: string;
  };
  return states.test(driverError?.code ?? code ?? '') || sentences.test(message ?? '');
}
