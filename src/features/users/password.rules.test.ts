import fc from 'fast-check';
import common from './common-passwords.json' with { type: 'json' };
import { longestPassword, passwordProblem, shortestPassword } from './password.rules.js';

const context = {
  words: [
    'Accord',
    'NCA',
    'National Crime Agency',
    'BTP',
    'Kent Police',
    'jane.osei-tutu92',
    'Jane',
    'Osei-Tutu',
    'Zoë',
  ],
};
const problem = (password: string): string | null => passwordProblem(password, context);

describe('length', () => {
  it.each([
    ['nothing', ''],
    ['11 letters', 'vexingquail'],
    ['11 emoji, which are 22 units of UTF-16', '🦊🐙🦉🐝🦑🐢🦚🐌🦔🐿🦩'],
  ])('refuses %s', (_what, password) => {
    expect(problem(password)).toBe('Password must be 12 characters or more.');
  });

  it('refuses more than 256 characters and accepts 256', () => {
    const long = (length: number): string =>
      Array.from({ length }, (_, index) => 'kqvzxjwyhbmgfp'[(index ** 2 * 7) % 13]).join('');
    expect(problem(`${long(255)}Q`)).toBeNull();
    expect(problem(`${long(256)}Q`)).toBe('Password must be 256 characters or fewer.');
    expect(problem('x'.repeat(1_000_000))).toBe('Password must be 256 characters or fewer.');
  });
});

describe('what is accepted', () => {
  it.each([
    ['12 letters', 'vexingquails'],
    ['small letters and spaces', 'orbit pencil walrus thatch'],
    ['four words without spaces', 'orbitpencilwalrusthatch'],
    ['digits only, without order', '830274619357'],
    ['signs only', '}%&=~|+<*?£;'],
    ['emoji', '🦊🐙🦉🐝🦑🐢🦚🐌🦔🐿🦩🐞'],
    ['another script', 'рассвет над тихой рекой'],
    ['accents', 'Crème brûlée à midi'],
    ['spaces at the ends', '  orbit pencil  '],
    ['a manager’s product', 'kD9-vR2x_Lq7!tWm'],
    ['a common word among others', 'dragon thimble walrus orbit'],
    ['a common word with much around it', 'dragon-83921-72610'],
    ['a sentence with keyboard neighbours', 'we were there to help poor pioneers'],
    ['a year at the end of an uncommon phrase', 'thatched walrus 2026'],
    ['five different letters', 'kqvzokvqzoqk'],
    ['a beginning that comes again at the end', 'walrusbathwal'],
    ['one run and pairs beside each other on the keyboard', 'qwertyasbnlk'],
    ['a piece of 12 letters said twice', 'vexingquailsvexingquails'],
    ['a long piece said twice', 'orbit pencil orbit pencil '],
    ['a short agency name inside a word', 'mancarella sonatina'],
    ['a context word across two words', 'mac cord thimble walrus'],
  ])('%s', (_what, password) => {
    expect(problem(password)).toBeNull();
  });
});

describe('common passwords', () => {
  it.each([
    'qwerty123456',
    '1qaz2wsx3edc',
    'unbelievable',
    'UnBelievable',
    'administrator',
    'Password1234',
    'Password2026!',
    'P@ssw0rd2026',
    '!!p4$$w0rd!!!',
    'Liverpool2026',
    'football!!!!',
    '123superman456',
    'Sunshine12345!',
    'Professional1',
    'M1chael12345',
    'M!chael12345',
    'A1exander123',
  ])('refuses %s', (password) => {
    expect(problem(password)).toMatch(/^This password is on lists of common passwords\./);
  });

  it('refuses every one of the bundled list, in any case', () => {
    const passwords = common.passwords.split(' ');
    expect(new Set(passwords).size).toBeGreaterThanOrEqual(3_000);
    for (const password of passwords) {
      expect(problem(password)).not.toBeNull();
      expect(problem(password.toUpperCase())).not.toBeNull();
    }
  });

  it('holds only passwords that the length allows, and no e-mail address', () => {
    for (const password of common.passwords.split(' ')) {
      expect([...password].length).toBeGreaterThanOrEqual(shortestPassword);
      expect(password).not.toContain('@');
    }
  });
});

describe('patterns', () => {
  it.each([
    ['one sign', 'zzzzzzzzzzzzzz'],
    ['two signs', 'ababababbaab'],
    ['four signs', 'abcdabdcabdcab'],
    ['a repeated word', 'walruswalrus'],
    ['a repeated word cut short', 'walruswalruswal'],
    ['a repeated word in other case', 'WalruswalrusWALRUS'],
    ['the alphabet', 'abcdefghijklm'],
    ['the alphabet backwards', 'zyxwvutsrqpon'],
    ['digits', '234567890123'],
    ['digits backwards', '098765432109'],
    ['a row of the keyboard', 'qwertyuiop[]'],
    ['two rows', 'asdfghjklzxcvb'],
    ['rows backwards', 'poiuytlkjhgf'],
    ['columns', '3edc4rfv5tgb'],
    ['the row with shift', '!"£$%^&*()_+'],
    ['threes', 'aaabbbcccdddeee'],
    ['letters and digits in order', 'abcdef567890'],
  ])('refuses %s', (_what, password) => {
    expect(problem(password)).toMatch(/^This password (repeats|is on lists)/);
  });
});

describe('repetition', () => {
  it('is refused exactly when a piece shorter than 12 fills at least twice its length', () => {
    // No two of these letters are neighbours on the keyboard or in the alphabet.
    const letters = fc.string({ unit: fc.constantFrom(...'kqvzho'), minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(letters, letters, fc.integer({ min: 12, max: 30 }), (piece, ending, length) => {
        const password = (piece.repeat(15) + ending).slice(-length);
        fc.pre(new Set(password).size >= 5 && !/(.)\1\1/.test(password));
        const repeats = Array.from({ length: 11 }, (_, index) => index + 1).some(
          (period) => period * 2 <= length && password.slice(period) === password.slice(0, length - period),
        );
        expect(problem(password) !== null).toBe(repeats);
      }),
      { numRuns: 500 },
    );
  });
});

describe('context words', () => {
  it.each([
    ['the service', 'accord thimble 77'],
    ['the service in capitals', 'thimbleACCORDwalrus'],
    ['the service with signs for letters', '@cc0rd-thimble-77'],
    ['an agency’s short name as a part', 'nca thimble walrus'],
    ['an agency’s short name between signs', 'thimble-NCA-walrus'],
    ['an agency’s short name before digits', 'nca83thimble2'],
    ['an agency’s short name by capitals', 'thimbleNCAWalrus'],
    ['an agency’s short name by one capital', 'myBtpThimble9'],
    ['an agency’s name', 'national crime agency 7'],
    ['an agency’s name joined', 'NationalCrimeAgency7'],
    ['an agency’s name with hyphens', 'kent-police-thimble'],
    ['the given name', 'thimblejanewalrus'],
    ['the given name with signs for letters', 'thimbleJ4n3walrus'],
    ['half of a double name', 'tutu thimble walrus'],
    ['the local part', 'jane.osei-tutu92!!'],
    ['a short name without its accent', 'zoe thimble walrus'],
  ])('refuses %s', (_what, password) => {
    expect(problem(password)).toMatch(/^Password must not contain your name/);
  });

  it('takes no notice of empty words and single letters', () => {
    expect(passwordProblem('orbit a thimble', { words: ['', ' ', 'a', '-', '7', 'b.c'] })).toBeNull();
    expect(passwordProblem('orbit a thimble', { words: [] })).toBeNull();
  });

  it('takes no notice of spaces around a word', () => {
    expect(passwordProblem('nca thimble walrus', { words: [' NCA '] })).not.toBeNull();
  });
});

describe('the sentence', () => {
  it('never repeats the password and is a sentence', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: longestPassword + 20 }), words, (password, list) => {
        const sentence = passwordProblem(password, { words: list });
        if (sentence === null) return;
        expect(sentence).toMatch(/^[A-Z].*\.$/);
        if ([...password].length >= shortestPassword) expect(sentence).not.toContain(password);
      }),
    );
  });

  it('refuses what holds a long context word, whatever stands around it', () => {
    const around = fc.stringMatching(/^[a-z0-9 ]{0,20}$/);
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(problem(`${before}accord${after}`)).not.toBeNull();
      }),
    );
  });
});
