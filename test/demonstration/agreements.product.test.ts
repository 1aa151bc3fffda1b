import { staffId } from '../../src/demonstration/staff.js';
import type { AgreementView } from '../../src/features/agreements/agreement.views.dto.js';
import { rulesOfType } from '../../src/features/agreements/types/agreement-types.rules.js';
import { problemsOfKeyTerms } from '../../src/features/agreements/types/key-terms.rules.js';
import type { Caller, TestApp } from '../support/app.js';
import { startDemonstration, today } from './loaded.js';

/** The agreements of the demonstration as the product reads them, which cannot tell them from what people entered. */
let t: TestApp;
const sessions = new Map<string, string>();

beforeAll(async () => {
  t = await startDemonstration();
});
afterAll(() => t.close());

interface Kept {
  readonly reference: string;
  readonly owner: string;
  /** Whether some party has signed. */
  readonly signed: boolean;
}

/** Agreements with somebody who reads them: the owner, or where that one has left, the agency's lead. */
async function kept(...stages: readonly string[]): Promise<Kept[]> {
  return t.source.query<Kept[]>(
    `select a.reference, case when u.disabled_at is null then u.id else agency.lead_user_id end as owner,
       exists (select 1 from agreement_signatures s where s.agreement_id = a.id) as signed
     from agreements a join users u on u.id = a.owner_user_id join organisations agency on agency.id = a.agency_id
     where a.stage = any ($1) order by a.reference`,
    [stages],
  );
}

async function as(userId: string): Promise<Caller> {
  const session = sessions.get(userId) ?? (await t.make.session(userId));
  sessions.set(userId, session);
  return t.as(session);
}

async function view({ reference, owner }: Kept): Promise<AgreementView> {
  return (await (await as(owner)).get(`agreements/${reference}`).expect(200)).body as AgreementView;
}

it('misses nothing once it has left draft, and settles only what its type has', async () => {
  const lacking: unknown[] = [];
  for (const one of await kept('in_approval', 'awaiting_signature', 'executed')) {
    const { missing, type, keyTerms, reference } = await view(one);
    const problems = problemsOfKeyTerms(rulesOfType(type).keyTerms, keyTerms);
    if (missing.length > 0 || problems.length > 0) lacking.push({ reference, missing, problems });
  }
  expect(lacking).toEqual([]);
  const drafts = await Promise.all((await kept('draft')).map(view));
  expect(drafts.some(({ missing }) => missing.length > 0)).toBe(true);
});

it('has the approvals that its type and its wording ask for, each given', async () => {
  const without: unknown[] = [];
  for (const one of await kept('awaiting_signature', 'executed')) {
    const { approvalsNeeded, approvals, reference } = await view(one);
    const given = approvals!.filter(({ decision }) => decision === 'approved').map(({ kind }) => kind);
    const lacking = approvalsNeeded.filter((kind) => !given.includes(kind));
    if (lacking.length > 0) without.push({ reference, lacking });
  }
  expect(without).toEqual([]);
});

it('gives back a file that was kept, whole', async () => {
  const [one] = await kept('awaiting_signature');
  const caller = await as(one.owner);
  const { body } = await caller.get(`agreements/${one.reference}/documents`).expect(200);
  const [{ id, versions }] = body.items;
  const file = await caller.get(`documents/${id}/versions/1`).buffer(true).expect(200);
  expect(file.headers).toMatchObject({
    'content-length': String(versions[0].size),
    'content-type': expect.stringContaining('application/pdf'),
  });
});

it('takes the next signature for the wording that was approved, of which it makes no other version', async () => {
  const waiting = (await kept('awaiting_signature')).filter(({ signed }) => !signed);
  expect(waiting.length).toBeGreaterThan(1);
  for (const one of waiting) {
    const caller = await as(one.owner);
    const { version, parties } = await view(one);
    const { organisationId } = parties[0];
    const said = { step: 'sign', organisationId, on: today, signatoryName: 'Somebody (invented)' };
    await caller.change(`agreements/${one.reference}/steps`, version, said).expect(200);
    const { body } = await caller.get(`agreements/${one.reference}/signatures`).expect(200);
    expect([one.reference, body.textVersion, body.items[0].text.number]).toEqual([one.reference, 1, 1]);
  }
});

it('has renewals of every risk', async () => {
  const helena = await as(staffId('liaison'));
  const { body } = await helena.get('agreements/renewals').expect(200);
  const said = JSON.stringify(body);
  for (const risk of ['high', 'medium', 'low']) expect(said).toContain(`"${risk}"`);
});
