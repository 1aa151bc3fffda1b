import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

interface Node {
  role?: string;
  children?: Node[];
  lang?: string;
}

let t: TestApp;
let liaison: Person;
let document: PDFDocumentProxy;
let pages: { text: string; tree: Node }[];

/** Long enough for a second page, with a list, on an agreement of restricted handling. */
beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  const { reference } = await t.make.agreement({
    agency_id: liaison.organisationId,
    title: 'Understanding of naïve çases',
    purpose: 'To learn:\n- how fraud travels\n- who stops it',
    marking: 'OFFICIAL-SENSITIVE',
    handling: 'RECIPIENTS ONLY',
    sharing: 'named',
    owner_user_id: liaison.id,
  });
  await t.as(liaison.token).get(`agreements/${reference}/text.pdf`).expect(409);
  await t.as(liaison.token).put(`agreements/${reference}/text`, {}, 1).expect(200);
  const { body, headers } = await t.as(liaison.token).get(`agreements/${reference}/text.pdf`).buffer(true).expect(200);
  expect(headers).toMatchObject({ 'content-type': 'application/pdf', 'accord-marking': 'OFFICIAL-SENSITIVE' });
  expect(headers['content-disposition']).toContain(`filename="OFFICIAL-SENSITIVE ${reference} text.pdf"`);
  document = await getDocument({ data: new Uint8Array(body as Buffer), verbosity: 0 }).promise;
  pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, index) => {
      const page = await document.getPage(index + 1);
      const { items } = await page.getTextContent();
      const tree = (await page.getStructTree()) as Node;
      return { text: items.map((item) => ('str' in item ? item.str : '')).join(' '), tree };
    }),
  );
});
afterAll(async () => {
  await document.destroy();
  await t.close();
});

const rolesIn = ({ role, children = [] }: Node): string[] => [...(role ? [role] : []), ...children.flatMap(rolesIn)];

it('says its language and title, that it is tagged, and to which standard', async () => {
  const { info, metadata } = await document.getMetadata();
  expect(info).toMatchObject({ Title: 'Understanding of naïve çases', Language: 'en-GB' });
  expect(metadata?.getRaw()).toContain('pdfuaid:part');
  expect(await document.getMarkInfo()).toMatchObject({ Marked: true });
  expect(await document.getViewerPreferences()).toMatchObject({ DisplayDocTitle: true });
});

it('holds every clause, in its order, and the facts of the agreement', () => {
  const text = pages
    .map((page) => page.text)
    .join(' ')
    .replaceAll(/\s+/g, ' ');
  const clauses = [...text.matchAll(/(?<![\d.])(\d{1,2})\. [A-Z]/g)].map(([, number]) => Number(number));
  expect(clauses).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  expect(text).toContain('in force from 1 January 2026 to the end of 31 December 2027');
  expect(text).toContain('naïve çases');
  expect(text).not.toMatch(/\{\w+\}/);
});

it('has headings, paragraphs, lists and a table with headed columns, below one document', () => {
  const roles = pages.flatMap(({ tree }) => rolesIn(tree));
  for (const role of ['Root', 'Document', 'H1', 'H2', 'P', 'L', 'LI', 'Lbl', 'LBody', 'Table', 'TR', 'TH', 'TD'])
    expect(roles).toContain(role);
  expect(roles.filter((role) => role === 'H1')).toHaveLength(1);
  expect(roles.filter((role) => role === 'H2')).toHaveLength(13);
  expect(roles.filter((role) => role === 'TH')).toHaveLength(5);
});

it('every page has its marking at head and foot and its number, as no part of the text', async () => {
  expect(pages.length).toBeGreaterThan(1);
  for (const [index, { text, tree }] of pages.entries()) {
    expect(text.match(/OFFICIAL-SENSITIVE RECIPIENTS ONLY/g)).toHaveLength(2);
    expect(text).toContain(`Page ${index + 1} of ${pages.length}`);
    const page = await document.getPage(index + 1);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    const outside: string[] = [];
    let tag: string | undefined;
    for (const item of items) {
      if ('type' in item) tag = item.type.startsWith('begin') ? ((item as { tag?: string }).tag ?? '') : undefined;
      else if (tag === 'Artifact') outside.push(item.str);
      else expect(tag).not.toBeUndefined();
    }
    expect(outside.filter((text) => text.trim() !== '')).toHaveLength(3);
    expect(JSON.stringify(tree)).not.toContain('Artifact');
  }
});

it('carries its font with it', async () => {
  const page = await document.getPage(1);
  await page.getOperatorList();
  const fonts = new Set(
    (await page.getTextContent()).items.flatMap((item) => ('fontName' in item ? [item.fontName] : [])),
  );
  expect(fonts.size).toBeGreaterThan(0);
  for (const name of fonts) {
    const font = page.commonObjs.get(name) as { name: string; missingFile: boolean };
    expect([font.missingFile, /NotoSans/.test(font.name)]).toEqual([false, true]);
  }
});
