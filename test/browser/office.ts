import { newId } from '../../src/kernel/identifier.js';
import { runOwed } from '../portal/cast.js';
import type { TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer } from '../support/smtp.js';
import { pathIn } from '../users/mail-room.js';
import { sitDown, type Desk } from './desk.js';
import { openPremises } from './visits.js';

/** One agency with its people, the product and a browser, and the mail that goes out. */
export interface Office {
  readonly t: TestApp;
  readonly agencyId: string;
  at(person: Person | null, path?: string): Promise<Desk>;
  /** Somebody whom the owner looks after. */
  known(owner: Person, family_name: string, given?: object): Promise<{ id: string; reference: string }>;
  /** Says that somebody knows a term of the register. */
  knows(expert: { id: string }, scheme: string, code: string): Promise<void>;
  /** Does what is owed of a job, and answers with the path of the link that was mailed to an address. */
  linkMailed(job: string, email: string): Promise<string>;
  close(): Promise<void>;
}

export async function openOffice(): Promise<Office> {
  const smtp = await startSmtpPeer();
  const premises = await openPremises({ smtpUrl: smtp.url }).catch(async (error: unknown) => {
    await smtp.close();
    throw error;
  });
  const { t } = premises;
  const agencyId = (await t.make.agency()).id;
  return {
    t,
    agencyId,
    at: (person, path) => sitDown(premises, person, path),
    known: async (owner, family_name, given = {}) => {
      const expert = await t.make.expert({ agency_id: agencyId, family_name, ...given });
      await t.make.relationship({ agency_id: agencyId, expert_id: expert.id, owner_user_id: owner.id });
      return expert;
    },
    knows: async (expert, scheme, code) => {
      const found = 'select id from vocabulary_terms where scheme = $1 and code = $2';
      const [term] = await t.source.query<{ id: string }[]>(found, [scheme, code]);
      const row = { id: newId(), expert_id: expert.id, term_id: term.id, level: 'primary', source: 'liaison' };
      await t.make.row('expertise', { ...row, ...t.make.stamps() });
    },
    linkMailed: async (job, email) => {
      await runOwed(t, job);
      return pathIn(smtp.received.filter(({ to }) => to === email).at(-1)!);
    },
    close: async () => {
      await premises.close();
      await smtp.close();
    },
  };
}
