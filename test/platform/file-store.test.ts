import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ConfigError, readConfig } from '../../src/platform/config.js';
import { hashOfFile, type FileStore } from '../../src/platform/files/file-store.js';
import { FolderFileStore } from '../../src/platform/files/folder.file-store.js';
import { S3FileStore, type S3Settings } from '../../src/platform/files/s3.file-store.js';
import { restoreLogLevel, silenceLog } from '../support/log.js';
import { startS3Peer, type S3Peer } from '../support/s3.js';

let folder: string;
let peer: S3Peer;

beforeAll(async () => {
  silenceLog();
  folder = mkdtempSync(join(tmpdir(), 'accord-files-'));
  peer = await startS3Peer();
});
afterAll(async () => {
  await peer.close();
  restoreLogLevel();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  peer.mood = 'well';
});

const bytes = Buffer.from('The parties agree.');
const sha256 = hashOfFile(bytes);

async function read(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function settings(given: NodeJS.ProcessEnv): ReturnType<typeof readConfig>['files'] {
  return readConfig({ NODE_ENV: 'test', DATA_FOLDER: folder, ...given }).files;
}

function s3(given: Partial<S3Settings> = {}): FileStore {
  const { s3: known } = settings(peer.environment) as { s3: S3Settings };
  return new S3FileStore({ ...known, ...given });
}

/** What a store has of the file, and how a test damages or loses it there. */
const backEnds: Record<string, { store: () => FileStore; put: (sha256: string, bytes: Buffer | null) => void }> = {
  'a folder': {
    store: () => new FolderFileStore(join(folder, 'files')),
    put: (hash, held) => {
      const place = join(folder, 'files', hash.slice(0, 2), hash.slice(2, 4), hash);
      if (held === null) rmSync(place);
      else writeFileSync(place, held);
    },
  },
  'an S3-compatible store': {
    store: () => s3(),
    put: (hash, held) => {
      if (held === null) peer.kept.delete(hash);
      else peer.kept.set(hash, held);
    },
  },
};

describe.each(Object.entries(backEnds))('%s', (_name, { store, put }) => {
  it('gives back what was kept, under its hash', async () => {
    const kept = await store().put(bytes);
    expect(kept).toEqual({ sha256, size: bytes.length });
    expect(await read(await store().open(kept))).toEqual(bytes);
  });

  it('the same content is one file, however often it is kept', async () => {
    const both = await Promise.all([store().put(bytes), store().put(Buffer.from(bytes))]);
    expect(both[0]).toEqual(both[1]);
    expect(await read(await store().open(both[0]))).toEqual(bytes);
  });

  it('keeps 10 MB of anything, byte for byte', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024, Buffer.from([0, 255, 13, 10, 26, 128]));
    expect((await read(await store().open(await store().put(large)))).equals(large)).toBe(true);
  });

  it('a file that is not there is said to be missing', async () => {
    const lost = await store().put(Buffer.from('lost'));
    put(lost.sha256, null);
    await expect(store().open(lost)).rejects.toMatchObject({ code: 'unavailable', detail: /does not have this file/ });
  });

  it.each([
    ['damaged', Buffer.from('The parties agreX.')],
    ['shorter', Buffer.from('The parties')],
    ['longer', Buffer.from('The parties agree. Not.')],
  ])('one that was %s breaks off instead of passing for the whole', async (_what, held) => {
    const kept = await store().put(bytes);
    put(kept.sha256, held);
    await expect(store().open(kept).then(read)).rejects.toThrow('not what was kept');
    put(kept.sha256, bytes);
  });

  it('no path can be asked for', async () => {
    await expect(store().open({ sha256: '../../etc/passwd', size: 1 })).rejects.toThrow('not the hash');
  });
});

describe('a folder', () => {
  it('holds nothing but whole files, called by their hash and read by nobody else', async () => {
    const own = join(folder, 'own');
    await new FolderFileStore(own).put(bytes);
    const names = readdirSync(own, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(own, name)).isFile(),
    );
    expect(names).toEqual([join(sha256.slice(0, 2), sha256.slice(2, 4), sha256)]);
    expect(statSync(join(own, names[0])).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(own, names[0]))).toEqual(bytes);
  });

  it('that cannot be written to keeps nothing and says so', async () => {
    const blocked = join(folder, 'blocked');
    writeFileSync(blocked, 'a file where a folder should be');
    await expect(new FolderFileStore(join(blocked, 'files')).put(bytes)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('an S3-compatible store', () => {
  it.each(['failing', 'hanging up', 'sending elsewhere'] as const)(
    'that is %s is told as a store that is away',
    async (mood) => {
      const kept = await s3().put(bytes);
      const other = Buffer.from(`not kept while it is ${mood}`);
      peer.mood = mood;
      const away = { code: 'unavailable', extra: { retryAfterSeconds: 10 } };
      await expect(s3().put(other)).rejects.toMatchObject({ ...away, detail: /was not kept and nothing was changed/ });
      await expect(s3().open(kept)).rejects.toMatchObject(away);
      expect(peer.kept.has(hashOfFile(other))).toBe(false);
    },
  );

  it.each<[string, Partial<S3Settings>]>([
    ['SignatureDoesNotMatch', { secret: 'another secret' }],
    ['InvalidAccessKeyId', { keyId: 'AKIDOTHER' }],
    ['AuthorizationHeaderMalformed', { region: 'us-east-1' }],
  ])('refuses what is not signed as it should be: %s', async (refusal, given) => {
    await expect(s3(given).put(bytes)).rejects.toMatchObject({ code: 'unavailable' });
    expect(peer.refusals.at(-1)).toBe(refusal);
  });

  it('nobody listening is told likewise', async () => {
    const nobody = s3({ endpoint: new URL('http://127.0.0.1:9') });
    await expect(nobody.put(bytes)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('may stand below a path of its address', async () => {
    const below = s3({ endpoint: new URL(`${peer.environment.FILES_S3_ENDPOINT}/`) });
    expect(await read(await below.open(await below.put(bytes)))).toEqual(bytes);
  });
});

describe('the settings', () => {
  const whole = {
    FILES_S3_ENDPOINT: 'https://store.example',
    FILES_S3_BUCKET: 'accord',
    FILES_S3_KEY_ID: 'id',
    FILES_S3_SECRET: 'a secret',
  };

  it('a folder inside the data folder, unless told otherwise', () => {
    expect(settings({})).toEqual({ folder: join(folder, 'files') });
    expect(settings({ FILES_DIR: join(folder, 'elsewhere') })).toEqual({ folder: join(folder, 'elsewhere') });
    expect(settings(whole)).toMatchObject({ s3: { bucket: 'accord', region: 'us-east-1', keyId: 'id' } });
  });

  it.each<[NodeJS.ProcessEnv, RegExp]>([
    [{ ...whole, FILES_S3_BUCKET: '' }, /^FILES_S3_BUCKET is missing/],
    [{ ...whole, FILES_S3_KEY_ID: '' }, /^FILES_S3_KEY_ID is missing/],
    [{ ...whole, FILES_S3_SECRET: '' }, /^FILES_S3_SECRET is missing/],
    [{ ...whole, FILES_S3_BUCKET: 'Accord_Files' }, /^FILES_S3_BUCKET is "Accord_Files", but must be/],
    [{ ...whole, FILES_S3_ENDPOINT: 'store.example' }, /^FILES_S3_ENDPOINT is not an address/],
    [{ ...whole, FILES_S3_ENDPOINT: 'https://me:word@store.example' }, /^FILES_S3_ENDPOINT carries a password/],
    [{ ...whole, FILES_DIR: '/files' }, /both given/],
    [{ FILES_S3_SECRET: 'a secret' }, /^FILES_S3_SECRET is given without FILES_S3_ENDPOINT/],
    [
      {
        ...whole,
        FILES_S3_ENDPOINT: 'http://store.example',
        NODE_ENV: 'production',
        DATABASE_URL: 'postgres://a/b',
        PUBLIC_BASE_URL: 'https://a.example',
        SECRET_KEY: 'x'.repeat(32),
      },
      /must begin with https:\/\/ in production/,
    ],
  ])('a wrong one stops the start with one sentence: %#', (given, sentence) => {
    expect(() => settings(given)).toThrow(sentence);
    expect(() => settings(given)).toThrow(ConfigError);
    expect(() => settings(given)).not.toThrow(/a secret|me:word/);
  });

  it('a file where the folder should be stops the start', () => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(() => settings({ FILES_DIR: join(folder, 'a-file') })).toThrow(/^FILES_DIR is a file/);
  });
});
