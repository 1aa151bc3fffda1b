import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';

/** Why a packed file is not taken, as a sentence. */
export class UnfitZip extends Error {}

export interface InspectedZip {
  /** In the order in which they stand in the file. */
  readonly names: readonly string[];
  /** The entries that were asked for, as text. */
  readonly texts: ReadonlyMap<string, string>;
}

const mostEntries = 1000;
const mostUnpacked = 100 * 1024 * 1024;
/** The XML of a long document shrinks to a thirtieth; what shrinks to a hundredth was made to. */
const greatestRatio = 100;
/** A few repeated lines shrink as far, and unpack into nothing to speak of. */
const unsuspicious = 5 * 1024 * 1024;
/** Of all texts that are kept. */
const mostText = 10 * 1024 * 1024;

const damaged = 'This document is damaged. Save it again, then upload it.';
const bomb =
  'This document would unpack into far more than it is, as documents made to do harm do. Save it again as a new file.';

/**
 * Unpacks a document to see what is in it and keeps nothing but the texts that `wanted` names. First the list at its end is
 * held against the limits, then each entry is unpacked up to what the list says of it: a list that lies is found out.
 */
export async function inspectZip(bytes: Buffer, wanted: (name: string) => boolean): Promise<InspectedZip> {
  try {
    const zip = await opened(bytes);
    const entries = await entriesOf(zip);
    refuseTooMuch(entries, bytes.length);
    const texts = new Map<string, string>();
    let left = mostUnpacked;
    let leftOfTexts = mostText;
    for (const entry of entries) {
      const keeps = wanted(entry.fileName);
      const unpacked = await unpack(zip, entry, keeps ? leftOfTexts : left, keeps);
      left -= unpacked.size;
      if (keeps) leftOfTexts -= unpacked.size;
      if (keeps) texts.set(entry.fileName, unpacked.text);
    }
    return { names: entries.map(({ fileName }) => fileName), texts };
  } catch (error) {
    throw error instanceof UnfitZip ? error : new UnfitZip(damaged);
  }
}

function opened(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > mostEntries)
    throw new UnfitZip(`This document is made of more than ${mostEntries} parts. Save it again as a new file.`);
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

/** By what the list says, before anything is unpacked. */
function refuseTooMuch(entries: readonly Entry[], size: number): void {
  if (entries.some((entry) => entry.isEncrypted()))
    throw new UnfitZip('This document is locked with a password, so it cannot be checked. Save it without one.');
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (unpacked > mostUnpacked || (unpacked > unsuspicious && unpacked / size > greatestRatio)) throw new UnfitZip(bomb);
}

function unpack(zip: ZipFile, entry: Entry, most: number, keeps: boolean): Promise<{ size: number; text: string }> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream: Readable | undefined) => {
      if (error || !stream) return reject(error ?? new Error('no stream'));
      const kept: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > most) stream.destroy(new UnfitZip(bomb));
        else if (keeps) kept.push(chunk);
      });
      stream.on('error', reject);
      stream.on('end', () => resolve({ size, text: Buffer.concat(kept).toString('utf8') }));
    });
  });
}
