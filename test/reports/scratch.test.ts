import { loadLargeSet } from '../../src/demonstration/large-set.js';
import { loadDemonstration } from '../../src/demonstration/load-demonstration.js';
import { loadOrganisations } from '../../src/features/organisations/register/load-organisations.js';
import { loadVocabularies } from '../../src/features/vocabularies/register/load-vocabularies.js';
import { calendarDate } from '../../src/kernel/calendar-date.js';
import pg from 'pg';
import { startTestApp } from '../support/app.js';
it('is fast', async () => {
  const t = await startTestApp();
  const client = new pg.Client({ connectionString: t.database.ownerUrl, options: '-c timezone=UTC' });
  await client.connect();
  const run = (text: string, values?: unknown[]) => client.query(text, values);
  const now = t.clock.now();
  await loadVocabularies(run, now); await loadOrganisations(run, now);
  await run('begin');
  await loadDemonstration(run, { now, today: calendarDate('2026-06-10'), leadAgencyName: 'National Crime Agency', hashPassword: async () => 'hash' });
  await run('commit');
  let at = Date.now();
  await loadLargeSet(run, { experts: Number(process.env.N ?? 20000), now, leadAgencyName: 'National Crime Agency' });
  console.log('loaded', Date.now() - at);
  const [lead] = (await run(`select id from organisations where name = 'National Crime Agency'`)).rows;
  const liaison = await t.make.user('liaison', lead.id);
  const force = (await run(`select distinct agency_id as id from relationships where agency_id <> $1 limit 1`, [lead.id])).rows[0];
  const partner = await t.make.user('partner', force.id);
  const admin = await t.make.user('admin', lead.id);
  const uni = (await run(`select organisation_id as id, count(*) from affiliations group by 1 order by 2 desc limit 1`)).rows[0];
  for (const [name, who] of [['liaison', liaison], ['partner', partner], ['admin', admin]] as const)
    for (const q of ['', `organisationId=${uni.id}`, 'strand=online', `organisationId=${uni.id}&strand=online`, 'from=2022-01-01', `from=2022-01-01&agencyId=${lead.id}`]) {
      const times: number[] = []; let body: any; let status = 0;
      for (let i = 0; i < 8; i += 1) { at = Date.now(); const a = await t.as(who.token).get(`reports/partnerships?${q}`); body = a.body; status = a.status; times.push(Date.now() - at); if (times[0] > 5000) break; }
      console.log(name, q, status, times.join(' '), body.agreements?.total, body.engagements?.total, body.engagements?.expertsMet, JSON.stringify(body.followUps));
    }
  await client.end();
  await t.close();
}, 600_000);
