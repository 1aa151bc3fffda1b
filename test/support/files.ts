import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

/** Files as people and their attackers send them, made here byte by byte. */

export interface Part {
  readonly name: string;
  readonly bytes: Buffer | string;
  /** As the list says, where it lies. */
  readonly saidSize?: number;
  readonly encrypted?: boolean;
}

/** A ZIP archive (PKWARE's APPNOTE), each part deflated. */
export function zipOf(parts: readonly Part[]): Buffer {
  const files: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, saidSize, encrypted } of parts) {
    const plain = Buffer.from(bytes as Buffer);
    const packed = deflateRawSync(plain, { level: 9 });
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(encrypted ? 0x801 : 0x800, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(plain), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(saidSize ?? plain.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed]);
    const entry = Buffer.alloc(42);
    entry.writeUInt16LE(20, 0);
    head.copy(entry, 2);
    entry.writeUInt32LE(at, 38);
    list.push(Buffer.concat([Buffer.from('PK\x01\x02'), entry, Buffer.from(name)]));
    files.push(file);
    at += file.length;
  }
  const entries = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, entries, Buffer.from('PK\x05\x06'), end]);
}

const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

export function wordParts(text: string, contentType = wordType): Part[] {
  return [
    {
      name: '[Content_Types].xml',
      bytes: `<Types><Override PartName="/word/document.xml" ContentType="${contentType}"/></Types>`,
    },
    {
      name: 'word/document.xml',
      bytes: `<w:document><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
    },
  ];
}

export const docx = (text = 'The parties agree.', more: readonly Part[] = []): Buffer =>
  zipOf([...wordParts(text), ...more]);

export const odt = (text = 'The parties agree.', more: readonly Part[] = []): Buffer =>
  zipOf([
    { name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.text' },
    { name: 'content.xml', bytes: `<office:document-content><text:p>${text}</text:p></office:document-content>` },
    ...more,
  ]);

/** A small document with these objects besides its own. */
export function pdf(objects: readonly string[] = [], words = 'The parties agree.'): Buffer {
  const all = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Title (${words}) >>`,
    ...objects,
  ].map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`);
  return Buffer.from(`%PDF-1.7\n${all.join('')}trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n`, 'latin1');
}

/** An object stream, in which newer documents hide their dictionaries from whoever looks at the bytes. */
export function objectStream(held: string, dictionary = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode'): string {
  const packed = deflateSync(Buffer.from(held, 'latin1')).toString('latin1');
  return `<< ${dictionary} /Length ${packed.length} >>\nstream\n${packed}\nendstream`;
}

export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const jpeg = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  Buffer.alloc(64),
  Buffer.from('ffd9', 'hex'),
]);

/** What Windows runs. */
export const program = Buffer.concat([Buffer.from('MZ\x90\x00', 'latin1'), Buffer.alloc(600, 7)]);

/** What a form with a file is sent as, where a test writes the request itself. */
export const formType = 'multipart/form-data; boundary=between-the-parts';

export function formText(
  fields: object,
  { name, content }: { readonly name: string; readonly content: string },
): string {
  const parts = Object.entries(fields).map(([field, value]) => [`name="${field}"`, String(value)]);
  const all = [...parts, [`name="file"; filename="${name}"`, content]];
  const texts = all.map(([head, value]) => `Content-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`);
  return `${texts.map((text) => `--between-the-parts\r\n${text}`).join('')}--between-the-parts--\r\n`;
}
