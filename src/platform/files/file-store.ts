import { createHash } from 'node:crypto';
import { pipeline, Transform, type Readable } from 'node:stream';
import { DomainError } from '../../kernel/domain-error.js';
import { log } from '../log.js';

/** What a file is known by: its own content, so that two equal files are one and none can be exchanged unseen. */
export interface KeptFile {
  /** SHA-256 of its bytes, 64 hexadecimal digits. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * Files that never change. What a file is called, who gave it and who may read it stand in the database; here are bytes under
 * their hash. Nothing is taken away: what several records hold cannot be one record's to remove.
 */
export abstract class FileStore {
  /** Keeps the bytes. When this has answered they are safe; the row that names them is written after it. */
  async put(bytes: Buffer): Promise<KeptFile> {
    const file = { sha256: hashOfFile(bytes), size: bytes.length };
    await this.keep(file, bytes);
    return file;
  }

  /**
   * The file from its beginning. Before its last bytes go out they have all been held against the hash: one that was damaged
   * or exchanged breaks off rather than passing for the whole.
   */
  async open({ sha256, size }: KeptFile): Promise<Readable> {
    const source = await this.read(sha256);
    const checked = new HashCheck(sha256, size);
    // Errors of the source reach whoever reads the answer.
    pipeline(source, checked, () => undefined);
    return checked;
  }

  protected abstract keep(file: KeptFile, bytes: Buffer): Promise<void>;

  protected abstract read(sha256: string): Promise<Readable>;
}

export function hashOfFile(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Nothing was kept, or nothing can be read just now. */
export function storeIsAway(what: 'kept' | 'read'): DomainError {
  const detail =
    what === 'kept'
      ? 'The store of files cannot be reached just now. The file was not kept and nothing was changed. Try again in a moment.'
      : 'The store of files cannot be reached just now. Try again in a moment.';
  return new DomainError('unavailable', detail, [], { retryAfterSeconds: 10 });
}

/** The database names a file that its store does not have. */
export function fileIsMissing(): DomainError {
  return new DomainError(
    'unavailable',
    'The store of files does not have this file. Tell the people who run this installation.',
  );
}

/** The store has something else under this hash. Where bytes have gone out already, the answer breaks off instead. */
function fileIsDamaged(): DomainError {
  return new DomainError(
    'unavailable',
    'The store’s file is not what was kept. Tell the people who run this installation.',
  );
}

/** Lets bytes through one chunk late, and the last ones only when all of them are those that the hash was made of. */
class HashCheck extends Transform {
  private readonly hash = createHash('sha256');
  private held: Buffer | null = null;
  private seen = 0;

  constructor(
    private readonly sha256: string,
    private readonly size: number,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error?: Error | null, data?: Buffer) => void): void {
    this.hash.update(chunk);
    this.seen += chunk.length;
    const before = this.held;
    this.held = chunk;
    if (before === null) done();
    else done(null, before);
  }

  override _flush(done: (error?: Error | null, data?: Buffer) => void): void {
    if (this.seen !== this.size || this.hash.digest('hex') !== this.sha256) {
      log.error({ sha256: this.sha256 }, 'a kept file is not what it was');
      done(fileIsDamaged());
    } else if (this.held === null) done();
    else done(null, this.held);
  }
}
