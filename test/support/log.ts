import pino from 'pino';
import { log } from '../../src/platform/log.js';

const ownLevel = log.level;

/** Every line that the product logs from now on, at the lowest level, instead of in the terminal. */
export function listenToLog(): string[] {
  const lines: string[] = [];
  log.level = 'trace';
  const stream = (log as unknown as Record<symbol, { write(line: string): void }>)[pino.symbols.streamSym];
  jest.spyOn(stream, 'write').mockImplementation((line: string) => void lines.push(line));
  return lines;
}

/** For tests in which the product fails on purpose. */
export function silenceLog(): void {
  log.level = 'silent';
}

/** The log is the process's, which runs other files of tests after this one; a spy ends with its file by itself. */
export function restoreLogLevel(): void {
  log.level = ownLevel;
}
