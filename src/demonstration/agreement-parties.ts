import type { RunSql } from '../platform/database/run-sql.js';
import type { InventedAgreement } from './invented-agreement.js';
import { agencyIds, inventedPolice } from './bodies.js';
import type { InventedContact } from './contacts.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import { staffId, staffName } from './staff.js';
import { shortNameOf } from './experts.js';
import type { Timeline } from './timeline.js';

/** Who signs for an agency: invented officials without an account. */
const agencySignatories = { lead: 'Marguerite Adair-Holt', police: 'Colin Stannard', regional_unit: 'Colin Stannard' };

export async function insertAgreementParties(
  run: RunSql,
  time: Timeline,
  leadAgencyId: string,
  agreements: readonly InventedAgreement[],
  contacts: readonly InventedContact[],
): Promise<void> {
  const agencies = agencyIds(leadAgencyId);
  const parties: Row[] = [];
  const people: Row[] = [];
  const covered: Row[] = [];
  for (const agreement of agreements) {
    const agencyId = agencies[agreement.agency];
    parties.push(...partiesOf(time, agreement, agencyId, contacts));
    people.push(...agencyPeopleOf(agreement, agencyId), ...institutionPeopleOf(agreement, contacts));
    covered.push(...agreement.covered.map((expert) => ({ agreement_id: agreement.id, expert_id: expert.id })));
  }
  await insertRows(run, 'agreement_parties', parties);
  await insertRows(run, 'agreement_people', people);
  await insertRows(run, 'agreement_covered_persons', covered);
}

function partiesOf(
  time: Timeline,
  { id, plan, agency, number, institutions, createdOffset, executedOffset }: InventedAgreement,
  agencyId: string,
  contacts: readonly InventedContact[],
): Row[] {
  // Before execution the agency may already have signed; the institution's signature is what is awaited.
  const agencySigned = executedOffset ?? (plan.status === 'awaiting_signature' && number % 2 === 0 ? -2 : null);
  const row = (
    organisationId: string,
    freedomOfInformation: boolean,
    signedOffset: number | null,
    name: string,
  ): Row => ({
    id: demonstrationId('party', `${number}/${organisationId}`),
    agreement_id: id,
    organisation_id: organisationId,
    freedom_of_information: freedomOfInformation,
    signed_on: signedOffset === null ? null : time.day(signedOffset),
    signatory_name: signedOffset === null ? null : name,
  });
  const earlier = executedOffset === null ? null : Math.max(createdOffset, executedOffset - 2);
  return [
    // A police force answers freedom-of-information requests; the lead agency of the demonstration is exempt.
    row(agencyId, agency !== 'lead', agencySigned, agencySignatories[agency]),
    ...institutions.map((body) =>
      row(body.id, body.kind === 'university' && body.country === 'GB', earlier, officeOf(contacts, body.id).name),
    ),
    ...(plan.withPolice ? [row(inventedPolice.id, true, executedOffset, agencySignatories.police)] : []),
  ];
}

function officeOf(contacts: readonly InventedContact[], bodyId: string, agency?: string): InventedContact {
  const offices = contacts.filter((one) => one.body.id === bodyId && one.office === 'Research Contracts Office');
  return offices.find((one) => one.agency === agency) ?? offices[0];
}

function person(agreement: InventedAgreement, organisationId: string, capacity: string, name: string, more: Row): Row {
  return {
    id: demonstrationId('agreement person', `${agreement.number}/${organisationId}/${capacity}`),
    agreement_id: agreement.id,
    organisation_id: organisationId,
    capacity,
    name,
    office: null,
    user_id: null,
    expert_id: null,
    contact_id: null,
    ...more,
  };
}

function agencyPeopleOf(agreement: InventedAgreement, agencyId: string): Row[] {
  const { agency, owner } = agreement;
  const rows = [
    person(agreement, agencyId, 'signatory', agencySignatories[agency], { office: 'Commercial and Legal' }),
    person(agreement, agencyId, 'lead', staffName(owner), { office: 'Academic Engagement', user_id: staffId(owner) }),
  ];
  if (agreement.plan.withPolice) {
    rows.push(
      person(agreement, inventedPolice.id, 'signatory', agencySignatories.police, { office: 'Legal Services' }),
      person(agreement, inventedPolice.id, 'lead', staffName('partner'), { user_id: staffId('partner') }),
    );
  }
  return rows;
}

/** The contracts office signs, never the professor; the first covered person leads. */
function institutionPeopleOf(agreement: InventedAgreement, contacts: readonly InventedContact[]): Row[] {
  return agreement.institutions.flatMap((body) => {
    const office = officeOf(contacts, body.id, agreement.agency);
    const lead = agreement.covered.find((expert) => expert.employer === body);
    const contact = { office: office.office, contact_id: office.agency === agreement.agency ? office.id : null };
    const rows = [person(agreement, body.id, 'signatory', office.name, contact)];
    if (lead)
      rows.push(person(agreement, body.id, 'lead', shortNameOf(lead), { office: lead.department, expert_id: lead.id }));
    if (agreement.number % 3 !== 1) rows.push(person(agreement, body.id, 'notices', office.name, contact));
    return rows;
  });
}
