import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { Clock } from '../../../kernel/clock.js';
import type { AgreementTextView } from './text.dto.js';
import { AgreementTextPdf } from './text.pdf.js';

const parties = ['National Agency', 'University of Somewhere'];

async function pagesOf(lines: number): Promise<string[]> {
  const text = {
    ...{
      id: 'one',
      reference: 'AGR-2026-0001',
      title: 'Shared work',
      type: 'mou',
      marking: 'OFFICIAL',
      handling: null,
    },
    parties,
    clauses: [{ number: 1, heading: 'Purpose', text: Array.from({ length: lines }, () => 'A line.').join('\n\n') }],
  } as unknown as AgreementTextView;
  const bytes = await new AgreementTextPdf(new Clock(() => new Date('2026-06-10T09:00:00Z'))).write(text);
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let page = 1; page <= document.numPages; page += 1) {
    const { items } = await (await document.getPage(page)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  await document.destroy();
  return pages;
}

it('the places to sign stay on one page under the names of their columns, wherever the text ends', async () => {
  const lengths = [12, 17, 18, 19, 20, 21, 22];
  let broken = 0;
  for (const lines of lengths) {
    const pages = await pagesOf(lines);
    const signing = pages.findIndex((page) => page.includes('Signature and date'));
    // Nothing comes after them, so whatever is left of them stands on the last page.
    expect([lines, signing]).toEqual([lines, pages.length - 1]);
    for (const words of ['Signatures', ...parties]) expect(pages[signing]).toContain(words);
    if (pages.length > 1) broken += 1;
  }
  // Some of them end on a second page, or nothing was tried.
  expect(broken).toBeGreaterThan(1);
  expect(broken).toBeLessThan(lengths.length);
});
