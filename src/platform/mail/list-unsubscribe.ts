/**
 * The headers by which a mail reader offers to stop mails of this kind (RFC 2369), with one click where the address is HTTPS, as
 * RFC 8058 asks.
 */
export function unsubscribeHeaders(address: string | undefined): Record<string, string> {
  if (address === undefined) return {};
  const oneClick: Record<string, string> = address.startsWith('https://')
    ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
    : {};
  return { 'List-Unsubscribe': `<${address}>`, ...oneClick };
}
