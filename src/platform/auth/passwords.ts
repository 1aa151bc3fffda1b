import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '../../kernel/domain-error.js';

/** OWASP's first choice for argon2id: 46 MiB, one pass, one lane (ASVS 5.0, appendix C). */
const settings = { memoryCost: 47_104, timeCost: 1, parallelism: 1 } as const;
const currentForm = `$argon2id$v=19$m=${settings.memoryCost},t=${settings.timeCost},p=${settings.parallelism}$`;

const mostAtOnce = 2;
const mostWaiting = 30;

/** Each hash takes 46 MiB and a core for some 50 ms, so only a few run at once and a flood is told to come back. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Compared against when there is no such user, so that the answer takes as long either way. */
  private decoy: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return this.whenFree(() => hash(password, settings));
  }

  /** False for a user without a password, or no user at all, after the same work. */
  async matches(kept: string | null, password: string): Promise<boolean> {
    this.decoy ??= hash('nobody has this password', settings);
    const against = kept ?? (await this.decoy);
    const same = await this.whenFree(() => verify(against, password));
    return same && kept !== null;
  }

  /** True when a kept hash was made with other settings than today's, to be made anew at the next sign-in. */
  isOutdated(kept: string): boolean {
    return !kept.startsWith(currentForm);
  }

  private async whenFree<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= mostAtOnce) {
      if (this.waiting.length >= mostWaiting)
        throw new DomainError(
          'unavailable',
          'Too many people are signing in at once. Try again in a few seconds.',
          [],
          { retryAfterSeconds: 3 },
        );
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }
}
