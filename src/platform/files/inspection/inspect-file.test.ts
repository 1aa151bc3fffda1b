import { DomainError } from '../../../kernel/domain-error.js';
import {
  docx,
  jpeg,
  objectStream,
  odt,
  pdf,
  png,
  program,
  wordParts,
  zipOf,
  type Part,
} from '../../../../test/support/files.js';
import { attachmentHeader, mostFileBytes, problemOfFileName } from './file-name.rules.js';
import { inspectFile } from './inspect-file.js';

const text = Buffer.from('The parties agree.\nÆther, naïve, 合意.\n');

async function refusalOf(name: string, bytes: Buffer): Promise<string> {
  try {
    await inspectFile(name, bytes);
    return 'taken';
  } catch (error) {
    const { detail, fields } = error as DomainError;
    return fields[0]?.detail ?? detail;
  }
}

describe('what a file is, by its content', () => {
  it.each<[string, Buffer, string]>([
    ['terms.pdf', pdf(), 'application/pdf'],
    ['TERMS.PDF', pdf(), 'application/pdf'],
    ['terms.pdf', pdf([objectStream('1 0 << /Type /Annot >>')]), 'application/pdf'],
    ['terms.docx', docx(), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['terms.odt', odt(), 'application/vnd.oasis.opendocument.text'],
    ['seal.png', png, 'image/png'],
    ['scan.jpg', jpeg, 'image/jpeg'],
    ['scan.jpeg', jpeg, 'image/jpeg'],
    ['notes.txt', text, 'text/plain'],
    ['Vereinbarung übergeben 合意.pdf', pdf(), 'application/pdf'],
  ])('%s is taken', async (name, bytes, mediaType) => {
    expect((await inspectFile(name, bytes)).mediaType).toBe(mediaType);
  });

  it.each<[string, string, Buffer, RegExp]>([
    ['a program called a PDF', 'terms.pdf', program, /called a PDF, but its content is not/],
    ['a program called a picture', 'seal.png', program, /called a PNG picture, but its content is not/],
    ['a program called text', 'notes.txt', program, /not text in UTF-8|content is not/],
    ['a picture called a PDF', 'terms.pdf', png, /called a PDF, but it is a PNG picture/],
    ['a Word document called an OpenDocument text', 'terms.odt', docx(), /but it is a Word document/],
    ['an archive called a Word document', 'terms.docx', zipOf([{ name: 'a.txt', bytes: 'a' }]), /its content is not/],
    [
      'a workbook called a Word document',
      'terms.docx',
      zipOf(wordParts('a', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml')),
      /its content is not/,
    ],
    ['a web page called a PDF', 'terms.pdf', Buffer.from('<html>%PDF-1.7 %%EOF'), /its content is not/],
    ['a PDF behind something else', 'terms.pdf', Buffer.concat([Buffer.from('GIF89a'), pdf()]), /its content is not/],
    ['a picture with something behind it', 'seal.png', Buffer.concat([png, zipOf([])]), /its content is not/],
    ['bytes called text', 'notes.txt', Buffer.from([0x41, 0x00, 0x42]), /its content is not/],
    ['text in another encoding', 'notes.txt', Buffer.from([0x41, 0xe4, 0x42]), /not text in UTF-8/],
    ['nothing at all', 'terms.pdf', Buffer.alloc(0), /is empty/],
    ['a type that is not kept', 'terms.exe', program, /type of file is not kept/],
    ['a web page', 'terms.html', text, /type of file is not kept/],
    ['a macro-enabled name', 'terms.docm', docx(), /type of file is not kept/],
    ['no extension', 'terms', pdf(), /type of file is not kept/],
  ])('%s is refused', async (_what, name, bytes, sentence) => {
    expect(await refusalOf(name, bytes)).toMatch(sentence);
  });

  it('10 MB are taken, and one byte more is too large', async () => {
    expect(await refusalOf('notes.txt', Buffer.alloc(mostFileBytes, 'A line of a note.\n'))).toBe('taken');
    await expect(inspectFile('notes.txt', Buffer.alloc(mostFileBytes + 1, 'a'))).rejects.toMatchObject({
      code: 'too_large',
    });
  });
});

describe('what would run, or unpack into far more', () => {
  const macro: Part = { name: 'word/vbaProject.bin', bytes: 'Sub AutoOpen()' };
  const zeros = (size: number): Buffer => Buffer.alloc(size);

  it.each<[string, string, Buffer, RegExp]>([
    ['macros of Word', 'terms.docx', docx('a', [macro]), /carries macros/],
    [
      'macros by content type',
      'terms.docx',
      zipOf(wordParts('a', 'application/vnd.ms-word.document.macroEnabled.main+xml')),
      /carries macros/,
    ],
    [
      'macros of OpenDocument',
      'terms.odt',
      odt('a', [{ name: 'Basic/Standard/Module1.xml', bytes: 'Sub Main' }]),
      /carries macros/,
    ],
    [
      'a bomb by what it says',
      'terms.docx',
      docx('a', [{ name: 'word/media/a.bin', bytes: zeros(120_000_000) }]),
      /unpack into far more/,
    ],
    [
      'a bomb by its ratio',
      'terms.docx',
      docx('a', [{ name: 'word/media/a.bin', bytes: zeros(20_000_000) }]),
      /unpack into far more/,
    ],
    [
      'a bomb that lies',
      'terms.docx',
      docx('a', [{ name: 'word/media/a.bin', bytes: zeros(20_000_000), saidSize: 100 }]),
      /is damaged/,
    ],
    [
      'too many parts',
      'terms.docx',
      docx(
        'a',
        Array.from({ length: 1000 }, (_, index) => ({ name: `word/media/${index}`, bytes: '' })),
      ),
      /more than 1000 parts/,
    ],
    [
      'a locked document',
      'terms.docx',
      docx('a', [{ name: 'word/a.xml', bytes: 'a', encrypted: true }]),
      /locked with a password/,
    ],
    ['a path that leads out', 'terms.docx', docx('a', [{ name: '../../etc/passwd', bytes: 'a' }]), /is damaged/],
    ['a document that breaks off', 'terms.docx', docx().subarray(0, -30), /is damaged/],
    ['a script', 'terms.pdf', pdf(['<< /S /JavaScript /JS (app.alert\\(1\\)) >>']), /holds a script/],
    ['a script by another spelling', 'terms.pdf', pdf(['<< /S /J#61vaScr#69#70#74 /JS (1) >>']), /holds a script/],
    ['a script by capital digits', 'terms.pdf', pdf(['<< /S /#4AavaScript /JS (1) >>']), /holds a script/],
    ['a script by small digits', 'terms.pdf', pdf(['<< /S /#4aavaScript /JS (1) >>']), /holds a script/],
    [
      'a script in an object stream',
      'terms.pdf',
      pdf([objectStream('1 0 << /S /JavaScript /JS (1) >>')]),
      /holds a script/,
    ],
    [
      'a disguised object stream',
      'terms.pdf',
      pdf([objectStream('1 0 << /S /JavaScript >>', '/Type /Obj#53tm /Filter /FlateDecode')]),
      /holds a script/,
    ],
    [
      'an object stream packed otherwise',
      'terms.pdf',
      pdf(['<< /Type /ObjStm /Filter /LZWDecode >>\nstream\nabc\nendstream']),
      /cannot be checked/,
    ],
    [
      'an object stream within another',
      'terms.pdf',
      pdf([objectStream('1 0 << /A 1 >>').replace('endstream', '/Type /ObjStm stream\n')]),
      /cannot be checked|breaks off/,
    ],
    ['a program that is started', 'terms.pdf', pdf(['<< /S /Launch /F (cmd.exe) >>']), /starts a program/],
    ['an encrypted PDF', 'terms.pdf', pdf(['<< /Encrypt 9 0 R >>']), /is encrypted/],
    ['a PDF that breaks off', 'terms.pdf', pdf().subarray(0, 60), /breaks off/],
  ])('%s is refused', async (_what, name, bytes, sentence) => {
    expect(await refusalOf(name, bytes)).toMatch(sentence);
  });

  it('a document of repeated lines is ordinary', async () => {
    expect(
      await refusalOf('terms.docx', docx('The parties agree.</w:t></w:r></w:p><w:p><w:r><w:t>'.repeat(50_000))),
    ).toBe('taken');
  });

  it.each([
    ['text', 'notes.txt', Buffer.from('TOP SECRET\nThe parties agree.')],
    ['a Word document', 'terms.docx', docx('UK SECRET')],
    [
      'the header of a Word document',
      'terms.docx',
      docx('a', [{ name: 'word/header1.xml', bytes: '<w:p><w:t>SECRET</w:t></w:p>' }]),
    ],
    ['an OpenDocument text', 'terms.odt', odt('TOP SECRET')],
  ])('a higher marking in %s is refused', async (_what, name, bytes) => {
    expect(await refusalOf(name, bytes)).toMatch(/marking above OFFICIAL-SENSITIVE/);
  });

  it('the words in a sentence are ordinary', async () => {
    expect(await refusalOf('terms.docx', docx('It is no secret that the parties agree.'))).toBe('taken');
  });
});

describe('the name of a file', () => {
  it.each([
    ['terms.pdf', null],
    ['.terms.pdf', null],
    [`${'a'.repeat(196)}.pdf`, null],
    [`${'a'.repeat(197)}.pdf`, /longer than 200/],
    ['', /no name/],
    ['   ', /no name/],
    ['../terms.pdf', /holds a path/],
    ['C:\\Users\\terms.pdf', /holds a path/],
    ['a/terms.pdf', /holds a path/],
    ['terms\u0000.pdf', /cannot be seen/],
    ['terms\r\nSet-Cookie: a=b.pdf', /cannot be seen/],
    ['terms\u202efdp.exe.pdf', /cannot be seen/],
    ['terms\u200b.pdf', /cannot be seen/],
    ['terms\ud800.pdf', /cannot be seen/],
    ['...', /dots only/],
  ])('%j', (name, sentence) => {
    if (sentence === null) expect(problemOfFileName(name)).toBeNull();
    else expect(problemOfFileName(name)).toMatch(sentence);
  });

  it.each([
    ['terms.pdf', `attachment; filename="terms.pdf"; filename*=UTF-8''terms.pdf`],
    ['Überein"kunft%.pdf', `attachment; filename="Ubereinkunft.pdf"; filename*=UTF-8''%C3%9Cberein%22kunft%25.pdf`],
    ["it's (1)*.pdf", `attachment; filename="it's (1)*.pdf"; filename*=UTF-8''it%27s%20%281%29%2A.pdf`],
    ['合意', `attachment; filename="file"; filename*=UTF-8''%E5%90%88%E6%84%8F`],
  ])('%s as a header', (name, header) => {
    expect(attachmentHeader(name)).toBe(header);
  });
});
