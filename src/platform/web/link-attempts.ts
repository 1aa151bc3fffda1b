import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';

const windowMinutes = 5;
const mostFailures = 30;
const mostAddresses = 10_000;

interface Failures {
  count: number;
  since: number;
}

/**
 * Slows down whoever tries links that are not there. Nobody can guess 256 random bits; this keeps their trying from costing us
 * anything. Counted in each process for itself.
 */
@Injectable()
export class LinkAttempts {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly clock: Clock) {}

  /** Refused with 429 after too many failures from one address. */
  admit(address: string): void {
    const seconds = this.waitOf(address);
    if (seconds > 0)
      throw new DomainError(
        'too_many',
        'Too many links that do not work were opened from here. Wait a little, then try again.',
        [],
        {
          retryAfterSeconds: seconds,
        },
      );
  }

  /** The link that was opened from there led nowhere. */
  failed(address: string): void {
    const now = this.clock.machineNow().getTime();
    const known = this.failures.get(address);
    const current = known && now - known.since < windowMinutes * 60_000 ? known : { count: 0, since: now };
    this.failures.delete(address);
    this.failures.set(address, { ...current, count: current.count + 1 });
    // The one that has been quiet longest goes first.
    if (this.failures.size > mostAddresses) this.failures.delete(this.failures.keys().next().value!);
  }

  private waitOf(address: string): number {
    const known = this.failures.get(address);
    if (known === undefined || known.count < mostFailures) return 0;
    const left = windowMinutes * 60_000 - (this.clock.machineNow().getTime() - known.since);
    return Math.max(0, Math.ceil(left / 1000));
  }
}
