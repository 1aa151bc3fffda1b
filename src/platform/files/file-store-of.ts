import type { FileSettings } from './file-settings.js';
import type { FileStore } from './file-store.js';
import { FolderFileStore } from './folder.file-store.js';
import { S3FileStore } from './s3.file-store.js';

/** The store that the settings name. */
export function fileStoreOf(settings: FileSettings): FileStore {
  return 's3' in settings ? new S3FileStore(settings.s3) : new FolderFileStore(settings.folder);
}
