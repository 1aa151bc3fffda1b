import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const main = resolve(import.meta.dirname, '../../dist/src/main.js');

export interface Product {
  readonly base: string;
  readonly process: ChildProcess;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  /** What it has printed so far. */
  output(): string;
  /** As kill -9 does: nothing is drained. */
  kill(): Promise<void>;
  /** As an operator does. Answers with the exit code. */
  stop(): Promise<number | null>;
}

/** A folder of its own for one product; gone after the test. */
export function dataFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'accord-product-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The built product in a process of its own, ready to answer. */
export async function startProduct(environment: NodeJS.ProcessEnv): Promise<Product> {
  const product = await launchProduct(environment);
  const patience = Date.now() + 150_000;
  while (!(await isReady(product.base))) {
    if (product.process.exitCode !== null || Date.now() > patience) {
      await product.kill();
      throw new Error(`the product did not start:\n${product.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return product;
}

/** The same without waiting: for starts that are meant to fail. */
export async function launchProduct(environment: NodeJS.ProcessEnv): Promise<Product> {
  if (!existsSync(main)) throw new Error('dist is missing: `npm test` builds before it tests, or run `npm run build`.');
  const port = environment.PORT ?? String(await freePort());
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: port, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whatever a failing test leaves running ends with the tests.
  const endToo = (): void => void child.kill('SIGKILL');
  process.once('exit', endToo);
  child.once('exit', () => process.off('exit', endToo));
  const printed: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended;
  };
  return {
    base: `http://127.0.0.1:${port}`,
    process: child,
    ended,
    output: () => printed.join(''),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

async function isReady(base: string): Promise<boolean> {
  return fetch(`${base}/health/ready`).then(
    (response) => response.ok,
    () => false,
  );
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
