import { safeReturnTo } from './return-to.js';

/** What a page that is come back to may say it has just done: left out of the address before another is added. */
const news = ['done', 'finished', 'handed'];

/** The page that an act was done from, with what was done as part of its address. Never an address of another site. */
export function backTo(path: string | undefined, done: Readonly<Record<string, string>>): string {
  const address = new URL(safeReturnTo(path), 'http://here');
  for (const name of news) address.searchParams.delete(name);
  for (const [name, value] of Object.entries(done)) address.searchParams.set(name, value);
  // Dots that lead upward are taken out by the address, which may leave two slashes at its start: another site's.
  return safeReturnTo(`${address.pathname}${address.search}`);
}
