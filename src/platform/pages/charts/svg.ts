import { escaped } from '../../web/escaped.js';

/** One element of a picture, as text. Everything that comes from elsewhere is escaped here and nowhere else. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly string[]
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(shortened(value))}"`);
  return children.length === 0
    ? `<${name}${given.join('')}/>`
    : `<${name}${given.join('')}>${children.join('')}</${name}>`;
}

/** Words of the picture: at a place, in the page's own letters. */
export function words(
  text: string,
  at: { x: number; y: number; anchor?: 'start' | 'middle' | 'end'; fill?: string; bold?: boolean },
): string {
  return element(
    'text',
    {
      x: at.x,
      y: at.y,
      'text-anchor': at.anchor ?? 'start',
      fill: at.fill ?? ink,
      'font-size': 16,
      'font-family': 'Helvetica Neue, Helvetica, Arial, sans-serif',
      ...(at.bold ? { 'font-weight': 'bold' } : {}),
    },
    escaped(text),
  );
}

export const ink = '#0b0c0c';

/**
 * The palette of the Government Analysis Function for up to five categories, each with the colour of words upon it. Their
 * contrast with white is 3 to 1 at least; no picture relies on them alone.
 */
export const palette = [
  { fill: '#12436D', words: '#ffffff' },
  { fill: '#28A197', words: ink },
  { fill: '#801650', words: '#ffffff' },
  { fill: '#F46A25', words: ink },
  { fill: '#3D3D3D', words: '#ffffff' },
] as const;

/** A picture of its own size, in pixels: what does not fit a phone scrolls in its region rather than shrinking. */
export function picture(
  id: string,
  { title, sentence }: { title: string; sentence: string },
  { width, height }: { width: number; height: number },
  parts: readonly string[],
): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-description`,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
    },
    element('title', { id: `${id}-title` }, escaped(title)),
    element('desc', { id: `${id}-description` }, escaped(sentence)),
    ...parts,
  );
}

/** A long name as far as it fits; the table beside the picture has it whole. */
export function fitting(text: string, pixels: number): string {
  const most = Math.max(3, Math.floor(pixels / 8));
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

function shortened(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}
