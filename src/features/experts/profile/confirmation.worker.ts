import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { newId } from '../../../kernel/identifier.js';
import { SingleUseLinks } from '../../../platform/auth/single-use-links.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Handles } from '../../../platform/jobs/define.js';
import { log } from '../../../platform/log.js';
import { bodiesOf } from '../../../platform/mail/letter.js';
import { Mailer, RefusedAddress } from '../../../platform/mail/mailer.js';
import { confirmProfile, sendConfirmation } from './confirmation.jobs.js';
import { confirmationLetter } from './confirmation.letter.js';
import { refusalOfMail, type ReachableFacts } from './confirmation.rules.js';

/** Sends the link. Its value stands in the mail and nowhere else: the payload names the person by id. */
@Injectable()
export class ConfirmationWorker {
  constructor(
    private readonly links: SingleUseLinks,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The mail goes out before the commit that keeps the link. Should that fail, the mail's link is dead and the next attempt
   * sends another; a link that is kept and never sent would help nobody. The person's row is held for as long, so that a change of
   * their address either comes first and is seen here, or comes after and withdraws this link.
   */
  @Handles(sendConfirmation)
  async send(tx: Transaction, { expertId }: Record<string, string>): Promise<void> {
    const [person] = await tx.query<ReachableFacts>(sql`
      select e.email, e.do_not_contact as "doNotContact", e.objected_on as "objectedOn", e.restricted_on as "restrictedOn"
      from experts e where e.id = ${expertId} for share`);
    if (!person || refusalOfMail(person) !== null) return;
    const link = await this.links.issue(tx, confirmProfile, expertId);
    const messageId = `<${newId()}@${this.config.publicBaseUrl.hostname}>`;
    try {
      await this.mailer.send({ messageId, to: person.email!, ...bodiesOf(confirmationLetter(link)) });
    } catch (error) {
      // Trying again would not help.
      if (!(error instanceof RefusedAddress)) throw error;
      log.warn({ expertId }, 'the mail server refused the address of somebody who was to be asked');
    }
  }
}
