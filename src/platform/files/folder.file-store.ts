import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { log } from '../log.js';
import { fileIsMissing, FileStore, storeIsAway, type KeptFile } from './file-store.js';

/** Files in a folder, each called by its hash: no name that somebody chose ever reaches the disk. */
export class FolderFileStore extends FileStore {
  constructor(private readonly folder: string) {
    super();
  }

  /**
   * Written beside, forced to disk, then moved: whoever reads sees the whole file or none, also after the power failed. One
   * that is there already is the same.
   */
  protected async keep({ sha256 }: KeptFile, bytes: Buffer): Promise<void> {
    const place = this.placeOf(sha256);
    const written = join(this.folder, 'incoming', randomUUID());
    try {
      if (await exists(place)) return;
      await mkdir(dirname(place), { recursive: true, mode: 0o700 });
      await mkdir(dirname(written), { recursive: true, mode: 0o700 });
      await writeWhole(written, bytes);
      await rename(written, place);
      await syncFolder(dirname(place));
    } catch (error) {
      log.error({ err: error }, 'a file could not be kept');
      await rm(written, { force: true }).catch(() => undefined);
      throw storeIsAway('kept');
    }
  }

  protected async read(sha256: string): Promise<Readable> {
    const place = this.placeOf(sha256);
    let file: FileHandle;
    try {
      file = await open(place, 'r');
    } catch (error) {
      log.error({ err: error }, 'a file could not be read');
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? fileIsMissing() : storeIsAway('read');
    }
    return file.createReadStream();
  }

  /** Two levels, so that no folder holds too many. */
  private placeOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not the hash of a file');
    return join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The move itself has to survive a power failure as well. Systems that cannot sync a folder do so themselves. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  if (folder === null) return;
  await folder.sync().catch(() => undefined);
  await folder.close();
}
