import { log } from '../log.js';

/** Says once that something is away and once that it is back, however often it was tried in between. */
export class OutageLog {
  private away = false;

  constructor(private readonly what: string) {}

  /** Only the error's code or class is logged: its words may hold an address with a password. */
  failed(error: unknown): void {
    if (this.away) return;
    this.away = true;
    const { code, name } = error as { code?: string; name?: string };
    log.warn({ code: code ?? name }, `${this.what} cannot be reached; it is tried again until it can`);
  }

  succeeded(): void {
    if (!this.away) return;
    this.away = false;
    log.warn(`${this.what} can be reached again`);
  }

  get isAway(): boolean {
    return this.away;
  }
}
