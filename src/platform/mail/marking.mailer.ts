import { Mailer, MarkedAddress, RefusedAddress, type Mail } from './mailer.js';
import type { RefusedAddresses } from './refused-addresses.js';

/** Marks an address that is refused, and sends nothing more to it until the mark is lifted. */
export class MarkingMailer extends Mailer {
  constructor(
    private readonly next: Mailer,
    private readonly refused: RefusedAddresses,
  ) {
    super();
  }

  async send(mail: Mail): Promise<void> {
    if (await this.refused.has(mail.to)) throw new MarkedAddress('the address was refused before');
    try {
      await this.next.send(mail);
    } catch (error) {
      if (error instanceof RefusedAddress) await this.refused.mark(mail.to);
      throw error;
    }
  }
}
