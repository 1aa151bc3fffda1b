const addressPattern = /^(?:https?:\/\/)?(?:www\.)?orcid\.org\/|\/$/gi;
const idPattern = /^(\d{4})(-?)(\d{4})\2(\d{4})\2(\d{3}[\dx])$/i;

/**
 * The ORCID iD with hyphens and a capital X (`0000-0002-1694-233X`) of an iD or address as people paste it: with or without
 * the address, the hyphens and the capital. Null when it is no ORCID iD or its check character is wrong.
 * The check is ISO 7064 MOD 11-2, as ORCID documents the structure of its identifier. It finds slips of the hand and says
 * nothing about whether the iD exists or is this person's: only signing in at ORCID shows that.
 */
export function normaliseOrcid(text: string): string | null {
  const parts = idPattern.exec(text.trim().replace(addressPattern, ''));
  if (!parts) return null;
  const id = [parts[1], parts[3], parts[4], parts[5].toUpperCase()].join('-');
  const digits = id.replaceAll('-', '');
  return checkCharacter(digits.slice(0, 15)) === digits[15] ? id : null;
}

/** The canonical address of an iD with hyphens. */
export function orcidUrl(id: string): string {
  return `https://orcid.org/${id}`;
}

function checkCharacter(digits: string): string {
  const total = [...digits].reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}
