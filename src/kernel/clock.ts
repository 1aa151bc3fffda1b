import { Temporal } from 'temporal-polyfill';
import { londonDateOf, type CalendarDate } from './calendar-date.js';

/**
 * The only reader of the machine's clock. The product's time can be moved forward in demonstration mode, so that a renewal
 * mail arrives while somebody watches; the lifetimes of sessions and leases run on the machine's time, or the move would sign
 * everybody out.
 */
export class Clock {
  private days = 0;

  constructor(private readonly readMachine: () => Date = () => new Date()) {}

  /** The product's instant. Moved by whole days of Europe/London, so that 08:00 stays 08:00 across a clock change. */
  now(): Date {
    if (this.days === 0) return this.readMachine();
    const machine = Temporal.Instant.fromEpochMilliseconds(this.readMachine().getTime());
    return new Date(machine.toZonedDateTimeISO('Europe/London').add({ days: this.days }).epochMilliseconds);
  }

  /** Today in Europe/London. */
  today(): CalendarDate {
    return londonDateOf(this.now());
  }

  /** The machine's instant: for sessions, leases and throttles only. */
  machineNow(): Date {
    return this.readMachine();
  }

  get movedByDays(): number {
    return this.days;
  }

  /** Sets how many days the product's time runs ahead of the machine's. */
  moveTo(days: number): void {
    this.days = days;
  }
}
