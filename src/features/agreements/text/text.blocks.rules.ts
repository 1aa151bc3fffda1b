/** A wording as it is set: paragraphs, and lists where lines begin with a hyphen or a bullet. */
export type TextBlock =
  { readonly kind: 'paragraph'; readonly text: string } | { readonly kind: 'list'; readonly items: readonly string[] };

const item = /^\s*[-•*]\s+/;

export function blocksOf(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let items: string[] = [];
  let lines: string[] = [];
  const close = (): void => {
    if (items.length > 0) blocks.push({ kind: 'list', items });
    if (lines.length > 0) blocks.push({ kind: 'paragraph', text: lines.join(' ') });
    items = [];
    lines = [];
  };
  for (const line of text.split(/\r?\n/)) {
    const isItem = item.test(line);
    if (line.trim() === '' || (isItem && lines.length > 0) || (!isItem && items.length > 0)) close();
    if (isItem) items.push(line.replace(item, '').trim());
    else if (line.trim() !== '') lines.push(line.trim());
  }
  close();
  return blocks;
}
