import sql from 'sql-template-tag';
import type { AgreementTextView } from '../features/agreements/text/text.dto.js';
import { textSql, textView, type TextRow } from '../features/agreements/text/text.queries.js';
import { type RunSql, rowsOf } from '../platform/database/run-sql.js';
import type { FileStore } from '../platform/files/file-store.js';
import { lastApproverOf } from './agreement-approvals.js';
import { adheredTo, adherenceOf } from './agreement-beneficiaries.js';
import { paperBytes, papersOf } from './agreement-papers.js';
import { isUploadedWording, ownWording, uploadedWording } from './agreement-wording-files.js';
import { approvedOffsetOf, firstEndOf, type InventedAgreement } from './invented-agreement.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { type StaffKey, staffId } from './staff.js';
import type { Timeline } from './timeline.js';

/** A document with its versions, whose files are still to be kept. */
interface Unkept {
  readonly document: Row & { readonly id: string };
  readonly versions: readonly (Row & { readonly bytes: Buffer })[];
}

const keptAtOnce = 8;

/** The wording of each agreement that went to its signatories, and the papers beside it: files in the product's own store. */
export async function insertAgreementDocuments(
  run: RunSql,
  time: Timeline,
  files: FileStore,
  agreements: readonly InventedAgreement[],
): Promise<void> {
  const texts = await textsOf(run, time, agreements);
  const adhered = adheredTo(agreements);
  const documents: Unkept[] = [];
  for (const one of agreements) {
    const text = texts.get(one.id)!;
    if (approvedOffsetOf(one) !== null) documents.push(await wordingDocument(time, one, text));
    documents.push(...paperDocuments(time, one, text, adhered.includes(one) ? adherenceOf(one) : null));
  }
  await insertRows(
    run,
    'agreement_documents',
    documents.map(({ document }) => document),
  );
  await insertRows(
    run,
    'agreement_document_versions',
    await kept(
      files,
      documents.flatMap(({ versions }) => versions),
    ),
  );
}

/** The texts as the product reads them, with the term for which each was agreed at first. */
async function textsOf(
  run: RunSql,
  time: Timeline,
  agreements: readonly InventedAgreement[],
): Promise<Map<string, AgreementTextView>> {
  const { text, values } = textSql(sql`true`);
  const rows = new Map(rowsOf<TextRow>(await run(text, values)).map((row) => [row.id, row]));
  return new Map(
    agreements.map((one) => {
      const row = rows.get(one.id)!;
      const firstEnd = firstEndOf(one);
      const endOn = firstEnd === undefined ? null : time.day(firstEnd);
      return [one.id, textView({ ...row, facts: { ...row.facts, endOn } })];
    }),
  );
}

async function wordingDocument(time: Timeline, one: InventedAgreement, text: AgreementTextView): Promise<Unkept> {
  const approvedAt = time.moment(approvedOffsetOf(one)!, 330);
  const uploaded = isUploadedWording(one);
  const file = uploaded ? uploadedWording(text) : await ownWording(text, new Date(approvedAt));
  const at = uploaded ? time.moment(one.createdOffset, 70) : approvedAt;
  const by = uploaded ? one.owner : lastApproverOf(one);
  const document = documentRow(one, 'text', 'Text of the agreement', at, by);
  return { document, versions: [versionRow(by, document.id, 1, at, { ...file, note: null })] };
}

function paperDocuments(
  time: Timeline,
  one: InventedAgreement,
  { reference, marking }: AgreementTextView,
  adheredOffset: number | null,
): Unkept[] {
  return papersOf(one, adheredOffset).map(({ kind, title, fileName, versions }) => {
    const document = documentRow(one, kind, title, time.moment(versions[0].offset, 260), one.owner);
    return {
      document,
      versions: versions.map(({ offset, note, text }, index) => {
        const bytes = paperBytes(reference, marking, title, time.day(offset), text);
        const file = { bytes, fileName, mediaType: 'text/plain', clausesSha256: null, note };
        return versionRow(one.owner, document.id, index + 1, time.moment(offset, 260), file);
      }),
    };
  });
}

function documentRow(
  one: InventedAgreement,
  kind: string,
  title: string,
  at: string,
  by: StaffKey,
): Unkept['document'] {
  return {
    id: demonstrationId('agreement document', `${one.number}/${title}`),
    agreement_id: one.id,
    version: 1,
    kind,
    title,
    created_by_user_id: staffId(by),
    created_at: at,
    updated_at: at,
  };
}

function versionRow(
  by: StaffKey,
  documentId: string,
  number: number,
  at: string,
  file: {
    readonly bytes: Buffer;
    readonly fileName: string;
    readonly mediaType: string;
    readonly clausesSha256: string | null;
    readonly note: string | null;
  },
): Unkept['versions'][number] {
  return {
    bytes: file.bytes,
    document_id: documentId,
    number,
    note: file.note,
    file_name: file.fileName,
    media_type: file.mediaType,
    clauses_sha256: file.clausesSha256,
    uploaded_by_user_id: staffId(by),
    uploaded_at: at,
  };
}

/** Keeps the files, some at a time, and answers with the rows that name them. */
async function kept(files: FileStore, versions: Unkept['versions']): Promise<Row[]> {
  const rows: Row[] = [];
  for (let index = 0; index < versions.length; index += keptAtOnce)
    rows.push(
      ...(await Promise.all(
        versions
          .slice(index, index + keptAtOnce)
          .map(async ({ bytes, ...row }) => ({ ...row, ...(await files.put(bytes)) })),
      )),
    );
  return rows;
}
