import { organisationId } from '../features/organisations/register/load-organisations.js';
import type { CalendarDate } from '../kernel/calendar-date.js';
import type { RunSql } from '../platform/database/run-sql.js';
import type { FileStore } from '../platform/files/file-store.js';
import { insertAffiliations } from './affiliations.js';
import { insertAgreementAmendments } from './agreement-amendments.js';
import { insertAgreementApprovals } from './agreement-approvals.js';
import { insertAgreementBeneficiaries } from './agreement-beneficiaries.js';
import { insertAgreementDocuments } from './agreement-documents.js';
import { insertEmployerMoves } from './agreement-employer-moves.js';
import { insertAgreementParties } from './agreement-parties.js';
import { insertAgreementRenewals } from './agreement-renewals.js';
import { insertAgreementSignatures } from './agreement-signatures.js';
import { insertAgreementWordings } from './agreement-wording.js';
import { inventAgreements, insertAgreements } from './agreements.js';
import { insertBodies } from './bodies.js';
import { inventEmployerMoves } from './employer-moves.js';
import { insertContacts, inventContacts } from './contacts.js';
import { insertRegions } from './expert-regions.js';
import { insertDelegates } from './delegates.js';
import { insertExperts, inventExperts } from './experts.js';
import { insertFollowUps } from './follow-ups.js';
import { insertInteractions, inventInteractions, lastContacts } from './interactions.js';
import { insertObligations } from './obligations.js';
import { insertPlannedMeetings } from './planned-meetings.js';
import { insertProfileChanges } from './profile-changes.js';
import { insertPublications } from './publications.js';
import { insertRelationships, inventRelationships } from './relationships.js';
import { demonstrationPassword, insertAcademicUser, insertStaff } from './staff.js';
import { insertTagsAndViews } from './tags.js';
import { timelineFrom } from './timeline.js';
import { insertVettings } from './vettings.js';

export { demonstrationPassword, demonstrationSignIns, type DemonstrationSignIn } from './staff.js';

export interface DemonstrationOptions {
  now: Date;
  /** Everything is dated from this day in Europe/London, so that a new demonstration is never stale. */
  today: CalendarDate;
  /** As the register of agencies spells it. */
  leadAgencyName: string;
  hashPassword: (password: string) => Promise<string>;
  /** Where the running product keeps its files. What was kept stays there when the load fails; nothing names it then. */
  files: FileStore;
}

/**
 * Invented people, agreements, conversations and promises, in bulk statements inside the caller's transaction. The registers of
 * vocabularies and organisations must be loaded. Nothing invented is said about a real body other than the lead agency.
 */
export async function loadDemonstration(run: RunSql, options: DemonstrationOptions): Promise<void> {
  const time = timelineFrom(options.today);
  const lead = organisationId(options.leadAgencyName);
  const passwordHash = await options.hashPassword(demonstrationPassword);
  const experts = inventExperts();
  const contacts = inventContacts();
  const relationships = inventRelationships(experts);
  const agreements = inventAgreements(experts);
  const moves = inventEmployerMoves(agreements);
  const interactions = inventInteractions(time, relationships, agreements, contacts);

  await insertBodies(run, time, lead);
  await insertStaff(run, time, lead, passwordHash, options.now);
  await insertExperts(run, time, lead, experts);
  await insertRegions(run, time, experts);
  await insertAffiliations(run, time, experts, moves);
  await insertAcademicUser(run, time, experts[0].id, passwordHash);
  await insertProfileChanges(run, time, experts);
  await insertDelegates(run, time, experts[0].id);
  await insertPublications(run, time, experts);
  await insertRelationships(run, time, lead, relationships, lastContacts(interactions));
  await insertVettings(run, time, lead, relationships);
  await insertContacts(run, time, lead, contacts);
  await insertAgreements(run, time, lead, agreements);
  await insertAgreementParties(run, time, lead, agreements, contacts);
  await insertAgreementWordings(run, agreements);
  await insertAgreementApprovals(run, time, agreements);
  await insertAgreementDocuments(run, time, options.files, agreements);
  await insertAgreementSignatures(run, agreements);
  await insertAgreementRenewals(run, time, agreements);
  await insertAgreementAmendments(run, time, agreements);
  await insertObligations(run, time, lead, agreements);
  await insertAgreementBeneficiaries(run, time, agreements);
  await insertInteractions(run, time, lead, interactions);
  await insertPlannedMeetings(run, time, lead, relationships);
  await insertFollowUps(run, time, lead, relationships, agreements, interactions);
  await insertEmployerMoves(run, time, lead, agreements, moves);
  await insertTagsAndViews(run, time, lead, experts);
}
