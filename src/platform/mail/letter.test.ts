import { bodiesOf } from './letter.js';

const href = 'https://accord.example/agreements/AGR-2026-0007?a=1&b=2';

it('the plain text is its parts with a line between them, and the link as an address', () => {
  const { subject, text } = bodiesOf({
    subject: 'AGR-2026-0007 ends',
    parts: ['It ends.', { heading: 'And then' }, { href, words: 'Open it' }, 'That is all.'],
  });
  expect(subject).toBe('AGR-2026-0007 ends');
  expect(text).toBe(`It ends.\n\nAnd then\n\n${href}\n\nThat is all.\n`);
});

it('the HTML says its language, has one link with words, and fetches nothing', () => {
  const { html } = bodiesOf({ subject: 'About', parts: ['It ends.', { href, words: 'Open it' }] });
  expect(html).toMatch(/^<!doctype html>\n<html lang="en-GB">/);
  expect(html).toContain('<title>About</title>');
  expect(html.match(/<a [^>]*>/g)).toEqual(['<a href="https://accord.example/agreements/AGR-2026-0007?a=1&amp;b=2">']);
  expect(html).toContain('>Open it</a>');
  expect(html).not.toMatch(/<(?:img|script|link|table|style|iframe|form)\b|\bsrc=|url\(/i);
});

it.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onclick='x", '&lt;b&gt;'])(
  'what stands in it is never markup: %s',
  (hostile) => {
    const { html } = bodiesOf({
      subject: hostile,
      parts: [hostile, { heading: hostile }, { href: `https://accord.example/${hostile}`, words: hostile }],
    });
    const tags = html.match(/<[a-z!/][^>]*>/gi)!.map((tag) => /^<\/?[a-z0-9!]+/i.exec(tag)![0]);
    expect(new Set(tags)).toEqual(
      new Set(
        '<!doctype <html <head <meta <title </title </head <body <main <p </p <h2 </h2 <a </a </main </body </html'.split(
          ' ',
        ),
      ),
    );
    // An attribute ends where it should.
    expect(html.match(/<a [^>]*>/g)).toEqual([expect.stringMatching(/^<a href="[^"'<>]*">$/)]);
    expect(html).not.toContain(hostile);
  },
);
