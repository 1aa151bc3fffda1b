/**
 * Where to go after signing in: a path of this site, or the first page. An address of another site, in any disguise a browser
 * may read as one, is never followed.
 */
export function safeReturnTo(value: unknown): string {
  if (typeof value !== 'string' || value.length > 500) return '/';
  // Letters, digits and what our own addresses are made of: no backslash, no control character, no second slash at the start.
  if (!/^\/(?!\/)[A-Za-z0-9\-._~/?=&%:+,]*$/.test(value) || /%(0|5c|2f)/i.test(value)) return '/';
  return value;
}
