const addressPattern = /^(?:https?:\/\/)?(?:www\.)?ror\.org\/|\/$/g;
/** Research Organization Registry: 0, six letters or digits of Crockford base32, two check digits. */
const idPattern = /^0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}$/;
const crockford = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * The bare ROR id in lower case of an id or address as people paste it (`https://ror.org/015m2p889`, `ror.org/…`, `015M2P889`);
 * null when it is no ROR id or its check digits are wrong.
 * The check is ISO 7064 MOD 97-10 over the number that the first seven characters stand for, as the registry's own generator
 * has it: 98 − (number × 100 mod 97). Whether the registry holds the id, and whether it is active, is another question.
 */
export function normaliseRor(text: string): string | null {
  const id = text.trim().toLowerCase().replace(addressPattern, '');
  if (!idPattern.test(id)) return null;
  const number = [...id.slice(0, 7)].reduce((total, letter) => total * 32 + crockford.indexOf(letter), 0);
  return 98 - ((number * 100) % 97) === Number(id.slice(7)) ? id : null;
}

/** The canonical address of a bare id. */
export function rorUrl(id: string): string {
  return `https://ror.org/${id}`;
}
