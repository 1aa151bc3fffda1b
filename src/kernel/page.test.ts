import fc from 'fast-check';
import { decodeCursor, encodeCursor, pageOf, type CursorParts, type Page } from './page.js';

const encoded = (text: string | Uint8Array): string => Buffer.from(text as string).toString('base64url');
const part = fc.oneof(
  fc.string({ maxLength: 60 }).filter((text) => !text.includes('\0')),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.constant(null),
);
const anyParts: fc.Arbitrary<CursorParts> = fc.array(part, { minLength: 1, maxLength: 4 });

describe('cursors', () => {
  it.each<[CursorParts]>([
    [['2026-11-22', '0195f2a0-7000-7000-8000-000000000000']],
    [['Ó Súilleabháin', 'x']],
    [[null, 3]],
    [[0.1, -7, 'y']],
    [['']],
  ])('give back %j', (parts) => {
    expect(decodeCursor(encodeCursor(parts), parts.length)).toEqual(parts);
  });

  it('give back whatever they were made of, in text safe for a URL', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const text = encodeCursor(parts);
        expect(text).toBe(encodeURIComponent(text));
        // JSON has one zero.
        expect(decodeCursor(text, parts.length)).toEqual(parts.map((value) => (value === 0 ? 0 : value)));
        expect(decodeCursor(text, parts.length + 1)).toBeNull();
        expect(decodeCursor(text, parts.length - 1)).toBeNull();
      }),
    );
  });

  it('refuse any text that they could not be', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.base64String(), fc.json().map(encoded)),
        fc.nat({ max: 4 }),
        (text, length) => {
          const parts = decodeCursor(text, length);
          if (parts !== null) expect(encodeCursor(parts)).toBe(text);
        },
      ),
    );
  });

  it.each<[string, unknown]>([
    ['nothing', ''],
    ['null', null],
    ['undefined', undefined],
    ['a number', 5],
    ['a repeated query key', [encodeCursor(['a', 'b'])]],
    ['an object that reads as text', { toString: () => encodeCursor(['a', 'b']) }],
    ['plain words', 'next page'],
    ['other base64', encodeCursor(['???', '>>>']) + '=='],
    ['the standard alphabet', Buffer.from('["???","b~~"]').toString('base64').replace(/=+$/, '')],
    ['a newline at the end', `${encodeCursor(['a', 'b'])}\n`],
    ['an object', encoded('{"0":"a","1":"b","length":2}')],
    ['one part too many', encoded('["a","b","c"]')],
    ['one part too few', encoded('["a"]')],
    ['no parts', encoded('[]')],
    ['a text', encoded('"ab"')],
    ['a nested list', encoded('["a",["b"]]')],
    ['an object as a part', encoded('["a",{"$ne":null}]')],
    ['a prototype', encoded('["a",{"__proto__":{"admin":true}}]')],
    ['a truth value', encoded('["a",true]')],
    ['spaces in the JSON', encoded('["a", "b"]')],
    ['more after the JSON', encoded('["a","b"] ["c"]')],
    ['an escape of a plain letter', encoded('["\\u0061","b"]')],
    ['NUL, which PostgreSQL refuses', encoded('["a\\u0000","b"]')],
    ['a number beyond any', encoded('["a",1e999]')],
    ['a number beyond precision', encoded('["a",9007199254740993]')],
    ['a number spelt otherwise', encoded('["a",1.0]')],
    ['minus nought', encoded('["a",-0]')],
    ['malformed UTF-8', encoded(Uint8Array.from([0x5b, 0x22, 0xff, 0x22, 0x2c, 0x22, 0x62, 0x22, 0x5d]))],
    ['a byte order mark', encoded('\uFEFF["a","b"]')],
    ['unfinished JSON', encoded('["a","b"')],
    ['deep nesting', encoded('['.repeat(1_500))],
    ['more than 2,048 characters', encoded(JSON.stringify(['a'.repeat(2_000), 'b']))],
    ['a megabyte', 'A'.repeat(1_000_000)],
  ])('refuse %s', (_what, text) => {
    expect(decodeCursor(text, 2)).toBeNull();
  });

  it('may have 2,048 characters and no more', () => {
    const longest = encodeCursor(['a'.repeat(1_532)]);
    expect(longest).toHaveLength(2_048);
    expect(decodeCursor(longest, 1)).toEqual(['a'.repeat(1_532)]);
    expect(() => encodeCursor(['a'.repeat(1_533)])).toThrow(RangeError);
  });

  it('refuse spare bits in the last letter', () => {
    const text = encodeCursor(['a', 'bc']);
    expect(text.length % 4).not.toBe(0);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spare = text.slice(0, -1) + alphabet[alphabet.indexOf(text[text.length - 1]) + 1];
    expect(Buffer.from(spare, 'base64url')).toEqual(Buffer.from(text, 'base64url'));
    expect(decodeCursor(spare, 2)).toBeNull();
  });

  it('cannot be made of what they could not give back', () => {
    expect(() => encodeCursor([Number.NaN])).toThrow(RangeError);
    expect(() => encodeCursor(['a', Number.NaN])).toThrow(RangeError);
    expect(() => encodeCursor([Number.POSITIVE_INFINITY])).toThrow(RangeError);
    expect(() => encodeCursor(['a'.repeat(2_000)])).toThrow(RangeError);
  });
});

describe('pageOf', () => {
  const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  const cursorOf = (row: { id: string }): CursorParts => [row.id];

  it('takes the cursor of the last row shown when there is a row more', () => {
    const page = pageOf(rows, 2, cursorOf);
    expect(page.items).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(decodeCursor(page.nextCursor, 1)).toEqual(['b']);
  });

  it('has no next page without a row more', () => {
    expect(pageOf(rows, 3, cursorOf)).toEqual({ items: rows, nextCursor: null });
    expect(pageOf(rows, 25, cursorOf)).toEqual({ items: rows, nextCursor: null });
    expect(pageOf([], 25, cursorOf)).toEqual({ items: [], nextCursor: null });
  });

  it.each([0, -1, 1.5, Number.NaN])('throws for %p as a limit', (limit) => {
    expect(() => pageOf(rows, limit, cursorOf)).toThrow(RangeError);
  });

  it('walks a list to its end, each row once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (ids, limit) => {
        const sorted = [...ids].sort((one, other) => one - other);
        const seen: number[] = [];
        for (let cursor: string | null = null; ;) {
          const after: number = cursor === null ? Number.NEGATIVE_INFINITY : Number(decodeCursor(cursor, 1)?.[0]);
          const page: Page<number> = pageOf(sorted.filter((id) => id > after).slice(0, limit + 1), limit, (id) => [id]);
          seen.push(...page.items);
          if (page.nextCursor === null) break;
          cursor = page.nextCursor;
        }
        expect(seen).toEqual(sorted);
      }),
    );
  });
});
