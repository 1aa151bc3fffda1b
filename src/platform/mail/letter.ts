import { escaped } from '../web/escaped.js';

/** A sentence or several, a heading, or the one thing to open. */
export type LetterPart = string | { readonly heading: string } | LetterLink;

export interface LetterLink {
  /** The whole address, which the plain text shows. */
  readonly href: string;
  /** What it opens, in words: "Open AGR-2026-0007 in Accord". */
  readonly words: string;
}

/** What a mail says, written once: its plain text and its HTML are two readings of it. */
export interface Letter {
  readonly subject: string;
  readonly parts: readonly LetterPart[];
}

/** Both readings of a letter, as a mail carries them. */
export interface LetterBodies {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export function bodiesOf({ subject, parts }: Letter): LetterBodies {
  return { subject, text: `${parts.map(textOf).join('\n\n')}\n`, html: htmlOf(subject, parts) };
}

function textOf(part: LetterPart): string {
  if (typeof part === 'string') return part;
  return 'heading' in part ? part.heading : part.href;
}

/**
 * No colours, so that a mail reader's own contrast and dark mode hold; no table, picture, script or address that is fetched by
 * being read.
 */
function htmlOf(subject: string, parts: readonly LetterPart[]): string {
  return [
    '<!doctype html>',
    '<html lang="en-GB">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(subject)}</title>`,
    '</head>',
    '<body style="margin:0;padding:24px 16px;font-family:Arial,Helvetica,sans-serif;font-size:18px;line-height:1.5">',
    '<main style="max-width:36em;overflow-wrap:anywhere">',
    ...parts.map(markupOf),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function markupOf(part: LetterPart): string {
  if (typeof part === 'string') return `<p style="margin:0 0 16px">${escaped(part)}</p>`;
  if ('heading' in part)
    return `<h2 style="margin:24px 0 8px;font-size:20px;line-height:1.3">${escaped(part.heading)}</h2>`;
  return `<p style="margin:0 0 16px"><a href="${escaped(part.href)}">${escaped(part.words)}</a></p>`;
}
