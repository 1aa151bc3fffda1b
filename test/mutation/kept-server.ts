import setUp from '../support/global-setup.js';

/** One database server for all mutants that this process tries: starting one takes longer than most of their tests. */
export default async function keepServer(): Promise<void> {
  if (globalThis.accordTestServer) return;
  await setUp();
  process.once('exit', () => globalThis.accordTestServer?.kill());
}
