import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import type { Marking } from '../../kernel/marking.js';

/** What a document says of itself. */
export interface PdfFacts {
  readonly title: string;
  readonly marking: Marking;
  readonly handling: string | null;
  /** Stands at the foot of each page beside its number, such as a reference. */
  readonly foot: string;
  readonly madeAt: Date;
}

type Struct = PDFKit.PDFStructureElement;
const fonts = join(import.meta.dirname, 'fonts');
const regular = readFileSync(join(fonts, 'NotoSans-Regular.ttf'));
const bold = readFileSync(join(fonts, 'NotoSans-Bold.ttf'));
const margins = { top: 72, bottom: 72, left: 64, right: 64 };
const sizes = { 1: 20, 2: 13, 3: 11, text: 10.5, edge: 9 } as const;
const gap = 6;

/**
 * A document that a screen reader can read: headings, paragraphs, lists and tables in the order in which they are set, the
 * language said, the title shown, the font within. What repeats on every page, the marking and the page's number, is set apart
 * as no part of the text.
 */
export class TaggedPdf {
  private readonly pdf: PDFKit.PDFDocument;
  private readonly root: Struct;
  private readonly chunks: Buffer[] = [];
  private readonly done: Promise<Buffer>;

  constructor(private readonly facts: PdfFacts) {
    const { title, madeAt } = facts;
    this.pdf = new PDFDocument({
      size: 'A4',
      margins,
      pdfVersion: '1.7',
      tagged: true,
      lang: 'en-GB',
      displayTitle: true,
      // The types know of PDF/A only.
      subset: 'PDF/UA' as 'PDF/A-1',
      bufferPages: true,
      info: { Title: title, CreationDate: madeAt, ModDate: madeAt },
      font: null as unknown as string,
    });
    this.pdf.registerFont('regular', regular);
    this.pdf.registerFont('bold', bold);
    this.pdf.font('regular').fontSize(sizes.text);
    this.done = new Promise((resolve, reject) => {
      this.pdf.on('data', (chunk: Buffer) => this.chunks.push(chunk));
      this.pdf.on('end', () => resolve(Buffer.concat(this.chunks)));
      this.pdf.on('error', reject);
    });
    this.root = this.pdf.struct('Document', { title });
    this.pdf.addStructure(this.root);
  }

  /** `follows`: how many points of what comes after it stay on its page. */
  heading(level: 1 | 2 | 3, text: string, follows = 0): void {
    const { pdf } = this;
    // A heading takes the lines after it along to the next page.
    this.breakBefore(sizes[level] * 4 + follows);
    if (level > 1) pdf.y += gap * 1.5;
    this.add(this.root, `H${level}`, () => pdf.font('bold').fontSize(sizes[level]).text(text, margins.left));
    pdf.y += gap;
  }

  paragraph(text: string): void {
    this.add(this.root, 'P', () => this.body().text(text, margins.left));
    this.pdf.y += gap;
  }

  list(items: readonly string[]): void {
    const list = this.pdf.struct('L');
    this.root.add(list);
    for (const item of items) {
      const entry = this.pdf.struct('LI');
      list.add(entry);
      this.breakBefore(sizes.text * 2);
      const top = this.pdf.y;
      this.add(entry, 'Lbl', () => this.body().text('•', margins.left + 6, top, { lineBreak: false }));
      this.add(entry, 'LBody', () => this.body().text(item, margins.left + 22, top));
      this.pdf.y += gap / 2;
      entry.end();
    }
    list.end();
    this.pdf.y += gap / 2;
  }

  /** The first row heads the columns, the first column its rows. Rows that people write into by hand have a least height. */
  table(heads: readonly string[], rows: readonly (readonly string[])[], leastHeight = 0): void {
    const table = this.pdf.struct('Table');
    this.root.add(table);
    this.row(
      table,
      heads,
      heads.map(() => 'Column'),
    );
    const scopes = heads.map((_, index) => (index === 0 ? 'Row' : null));
    for (const row of rows) this.row(table, row, scopes, leastHeight);
    table.end();
    this.pdf.y += gap;
  }

  async finish(): Promise<Buffer> {
    this.root.end();
    const { start, count } = this.pdf.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      this.pdf.switchToPage(page);
      this.edges(page + 1, count);
    }
    this.pdf.end();
    return this.done;
  }

  private row(table: Struct, cells: readonly string[], scopes: readonly (string | null)[], leastHeight = 0): void {
    const { pdf } = this;
    const width = (pdf.page.width - margins.left - margins.right) / cells.length;
    const inner = width - 8;
    const fontOf = (scope: string | null) => pdf.font(scope === null ? 'regular' : 'bold').fontSize(sizes.text - 1);
    const heights = cells.map((cell, index) => fontOf(scopes[index]).heightOfString(cell || ' ', { width: inner }));
    const height = Math.max(...heights, leastHeight) + 10;
    this.breakBefore(height);
    const top = pdf.y;
    const row = pdf.struct('TR');
    table.add(row);
    cells.forEach((cell, index) => {
      const scope = scopes[index];
      const left = margins.left + index * width;
      const options = (scope === null ? {} : { scope }) as PDFKit.Mixins.StructureElementOptions;
      const draw = (): void => void fontOf(scope).text(cell || ' ', left + 4, top + 5, { width: inner });
      row.add(pdf.struct(scope === null ? 'TD' : 'TH', options, [draw]));
    });
    row.end();
    const right = pdf.page.width - margins.right;
    this.artifact('Layout', () =>
      pdf
        .moveTo(margins.left, top + height)
        .lineTo(right, top + height)
        .lineWidth(0.5)
        .stroke('#505a5f'),
    );
    pdf.x = margins.left;
    pdf.y = top + height;
  }

  /** Marking at head and foot, and the page's number. */
  private edges(page: number, pages: number): void {
    const { pdf, facts } = this;
    const { width, height } = pdf.page;
    const marking = [facts.marking, facts.handling].filter(Boolean).join(' ');
    // Beyond the margin a text would begin a page of its own.
    const bottom = pdf.page.margins.bottom;
    pdf.page.margins.bottom = 0;
    const centred = { width: width - margins.left - margins.right, align: 'center' as const, lineBreak: false };
    const line = (text: string, y: number, font: string): void =>
      this.artifact('Pagination', () =>
        pdf.font(font).fontSize(sizes.edge).fillColor('black').text(text, margins.left, y, centred),
      );
    line(marking, 36, 'bold');
    line(`${facts.foot} · Page ${page} of ${pages}`, height - 56, 'regular');
    line(marking, height - 42, 'bold');
    pdf.page.margins.bottom = bottom;
  }

  private artifact(type: 'Pagination' | 'Layout', draw: () => void): void {
    this.pdf.markContent('Artifact', { type });
    draw();
    this.pdf.endMarkedContent();
  }

  private add(parent: Struct, tag: string, draw: () => void): void {
    parent.add(this.pdf.struct(tag, {}, [draw]));
  }

  private body(): PDFKit.PDFDocument {
    return this.pdf.font('regular').fontSize(sizes.text).fillColor('black');
  }

  private breakBefore(height: number): void {
    if (this.pdf.y + height > this.pdf.page.height - margins.bottom) this.pdf.addPage();
  }
}
