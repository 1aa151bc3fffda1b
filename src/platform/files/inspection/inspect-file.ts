import { DomainError, invalidField } from '../../../kernel/domain-error.js';
import {
  acceptedFiles,
  fileTypes,
  mostFileBytes,
  problemOfFileName,
  tooLargeFile,
  typeByName,
  type FileType,
} from './file-name.rules.js';
import { higherMarkingIn } from './marking.inspection.js';
import { problemOfPdf } from './pdf.inspection.js';
import { inspectZip, UnfitZip, type InspectedZip } from './zip.inspection.js';

/** What a file turned out to be. */
export interface InspectedFile {
  readonly type: FileType;
  readonly mediaType: string;
}

const macros = 'This document carries macros, which are programs. Save it without them, then upload it again.';
const higherMarking =
  'This file carries a marking above OFFICIAL-SENSITIVE, so it was not kept. Use the system approved for that marking, and tell your security officer if it came from elsewhere.';

/**
 * Looks at what a file is, by its content. Refuses what is not on the list, what its name says it is not, what would run as a
 * program, and what would unpack into far more than it is. Not a virus scanner: the text of PDFs and pictures is not read.
 */
export async function inspectFile(name: string, bytes: Buffer): Promise<InspectedFile> {
  const wrongName = problemOfFileName(name);
  if (wrongName !== null) throw unfit(wrongName);
  if (bytes.length === 0) throw unfit('The file is empty. Check it, then upload it again.');
  if (bytes.length > mostFileBytes) throw new DomainError('too_large', tooLargeFile);
  const named = typeByName(name)!;
  const found = await typeByContent(bytes, named);
  if (found === null)
    throw unfit(`This file is called ${fileTypes[named].words}, but its content is not. Upload ${acceptedFiles}.`);
  if (found !== named)
    throw unfit(
      `This file is called ${fileTypes[named].words}, but it is ${fileTypes[found].words}. Give it its right name, then upload it again.`,
    );
  if (found === 'pdf') {
    const problem = problemOfPdf(bytes);
    if (problem !== null) throw unfit(problem);
  }
  return { type: found, mediaType: fileTypes[found].mediaType };
}

function unfit(detail: string): DomainError {
  return invalidField('/file', detail);
}

const pngEnd = Buffer.from('0000000049454e44ae426082', 'hex');

async function typeByContent(bytes: Buffer, named: FileType): Promise<FileType | null> {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return 'pdf';
  if (bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n')
    // Nothing may hang behind the picture: it could be read as something else.
    return bytes.subarray(12, 16).toString('latin1') === 'IHDR' && bytes.subarray(-12).equals(pngEnd) ? 'png' : null;
  if (bytes.subarray(0, 3).toString('latin1') === '\xff\xd8\xff')
    return bytes.includes(Buffer.from([0xff, 0xd9])) ? 'jpeg' : null;
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return officeType(await unpacked(bytes));
  // Any bytes could be called text, so only what says it is.
  return named === 'text' && (await isText(bytes)) ? 'text' : null;
}

async function unpacked(bytes: Buffer): Promise<InspectedZip> {
  try {
    return await inspectZip(bytes, isRead);
  } catch (error) {
    if (error instanceof UnfitZip) throw unfit(error.message);
    throw error;
  }
}

/** The parts that say what the document is, and those whose text people see. */
function isRead(name: string): boolean {
  return /^(mimetype|\[Content_Types\]\.xml|word\/(document|header\d*|footer\d*|footnotes)\.xml|content\.xml|styles\.xml)$/.test(
    name,
  );
}

async function officeType({ names, texts }: InspectedZip): Promise<FileType | null> {
  const contentTypes = texts.get('[Content_Types].xml') ?? '';
  if (names.some((name) => /vbaProject\.bin$|vbaData\.xml$/i.test(name)) || /macroEnabled/i.test(contentTypes))
    throw unfit(macros);
  for (const text of texts.values()) await refuseHigherMarking(wordsOfXml(text));
  const isWord = contentTypes.includes(
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  );
  if (isWord && texts.has('word/document.xml')) return 'docx';
  const isOpenDocument = texts.get('mimetype')?.trim() === 'application/vnd.oasis.opendocument.text';
  if (!isOpenDocument || names[0] !== 'mimetype' || !texts.has('content.xml')) return null;
  if (names.some((name) => /^(Basic|Scripts)\//.test(name))) throw unfit(macros);
  return 'odt';
}

async function refuseHigherMarking(text: string): Promise<void> {
  const found = await higherMarkingIn(text);
  if (found === 'higher') throw unfit(higherMarking);
  if (found === 'cannot be told')
    throw unfit(
      'This document has a line of more than 50,000 characters, so it cannot be checked. Upload it as a PDF.',
    );
}

/** What people read in the XML of a document: a paragraph a line. */
function wordsOfXml(xml: string): string {
  return xml
    .replaceAll(/<\/(?:w:p|text:p|text:h)>|<w:br\b[^<>]*>/g, '\n')
    .replaceAll(/<w:tab\b[^<>]*>/g, '\t')
    .replaceAll(/<[^<>]*>/g, '');
}

async function isText(bytes: Buffer): Promise<boolean> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unfit('This file is not text in UTF-8. Save it as UTF-8, or upload it as a PDF.');
  }
  if (/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text)) return false;
  await refuseHigherMarking(text);
  return true;
}
