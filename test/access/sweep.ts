import { canariesIn, canary, columnsOf, keptBack, nameless } from './canaries.js';
import { methodOf, pathOf } from './asking.js';
import { mayCall } from './cases.js';
import { matrix } from './matrix.js';
import type { Visitor } from './people.js';
import { classes, kinds, reachOf, type Kind } from './reach.js';
import type { World } from './world.js';

/** Filters that name a record: whoever may not see it finds nothing by it. */
export const filters: readonly (readonly [path: string, kind: Kind])[] = [
  ['/api/v1/agreements?expertId=', 'expert'],
  ['/api/v1/agreements/count?expertId=', 'expert'],
  ['/api/v1/interactions?expertId=', 'expert'],
  ['/api/v1/interactions?agreementId=', 'agreement'],
  ['/api/v1/interactions/count?expertId=', 'expert'],
  ['/api/v1/interactions/count?agreementId=', 'agreement'],
  ['/api/v1/follow-ups?expertId=', 'expert'],
  ['/api/v1/follow-ups?agreementId=', 'agreement'],
  ['/api/v1/follow-ups/count?expertId=', 'expert'],
  ['/api/v1/follow-ups/count?agreementId=', 'agreement'],
  ['/api/v1/obligations?agreementId=', 'agreement'],
  ['/api/v1/obligations/count?agreementId=', 'agreement'],
  ['/api/v1/reminders?recordId=', 'agreement'],
  ['/api/v1/reminders?recordId=', 'obligation'],
  ['/api/v1/reminders?recordId=', 'follow_up'],
];

/** Searches, sorts and pages that could tell what the plain list does not; the first page of one carries its words as a cursor. */
const questions: readonly string[] = [
  '/',
  '/agreements',
  '/agreements?q=canary',
  '/experts?q=canary',
  '/experts?q=canery',
  '/experts?organisation=canary&sort=last_contact',
  '/agreements?sort=ends_next',
  '/agreements/renewals',
  '/agreements/renewals.csv',
  '/agreements/renewals?risk=high',
  '/api/v1/agreements/renewals',
  '/api/v1/agreements/renewals?limit=1',
  '/api/v1/agreements/renewals.csv',
  '/obligations?state=any',
  '/obligations?state=any&agreement=canary',
  '/api/v1/obligations?agreement=canary',
  '/api/v1/obligations?limit=1',
  '/api/v1/amendments?limit=1',
  '/amendments?stage=executed',
  '/amendments?own=true',
  '/api/v1/amendments?stage=draft',
  '/approvals?state=decided&whose=agency',
  '/api/v1/obligations/count?agreement=canary',
  '/cover?purpose=personal_data&marking=OFFICIAL&person=canary',
  '/reminders',
  '/reminders?recipient=me',
  '/notifications',
  '/organisations?q=canary',
  '/agencies?q=canary',
  '/me',
  '/me/privacy',
  '/me/edit/email',
  '/me/edit/name',
  '/me/edit/availability',
  '/moderation?state=all',
  '/api/v1/me/profile',
  '/api/v1/me/declarations',
  '/me/declaration',
  '/api/v1/me/publications',
  '/me/publications',
  '/me/delegates',
  '/api/v1/me/delegates',
  '/delegations',
  '/api/v1/delegations',
  '/api/v1/profile-changes?state=refused&limit=1',
  ...['canary', 'canery', 'canary hidden', 'EXP-9', 'AGR-2025-', 'canary-expert@'].flatMap((q) => [
    `/search?q=${q}`,
    `/api/v1/search?q=${q}`,
  ]),
  '/interactions',
  '/interactions?q=canary',
  '/interactions?expert=canary',
  '/interactions?whose=mine',
  '/follow-ups',
  '/follow-ups?q=canary',
  '/follow-ups?about=canary',
  '/follow-ups?assigneeUserId=me&select=all',
  '/gone-quiet',
  '/api/v1/organisations?q=canary',
  '/api/v1/agencies?q=canary',
  '/api/v1/users?q=canary',
  '/api/v1/users?q=canary&state=disabled',
  '/api/v1/experts?q=canary',
  '/api/v1/experts?q=canary&limit=1',
  '/api/v1/experts?sort=-last_contact&limit=1',
  '/api/v1/experts?q=canery',
  '/api/v1/experts/count?q=canary',
  '/api/v1/experts/duplicates?givenName=canary&familyName=canary',
  '/api/v1/contacts?q=canary',
  '/api/v1/contacts?q=canary&limit=1',
  '/api/v1/agreements?q=canary',
  '/api/v1/agreements?sort=ends_next',
  '/api/v1/agreements?sort=ends_next&limit=1',
  '/api/v1/agreements/count?q=canary',
  '/api/v1/interactions?q=canary',
  '/api/v1/interactions?kind=meeting&limit=1',
  '/api/v1/interactions?expert=canary',
  '/api/v1/interactions?whose=mine',
  '/api/v1/interactions/count?expert=canary',
  '/api/v1/follow-ups?q=canary',
  '/api/v1/follow-ups?assigneeUserId=me',
  '/api/v1/follow-ups?about=canary',
  '/api/v1/follow-ups/count?about=canary',
  '/api/v1/follow-ups/count?q=canary',
  '/api/v1/reminders?recipient=me',
  '/api/v1/notifications',
  '/api/v1/notifications?limit=1',
  '/api/v1/reminders?state=sent&limit=1',
  '/reports/partnerships?period=this_year',
  '/reports/partnerships.csv?from=2026-01-01&to=2026-12-31',
  '/api/v1/reports/partnerships?from=2026-01-01&to=2026-12-31',
  '/api/v1/reports/partnerships.csv?from=2026-01-01&to=2026-12-31',
];

/** Asks every route that reads, about every record and in every way, and answers with all that this visitor was ever told. */
export async function sweepAs(visitor: Visitor, { asking, scene }: World): Promise<string> {
  const get = (path: string): Promise<unknown> => asking.ask(visitor, 'GET', path);
  const reading = matrix.filter((row) => methodOf(row) === 'GET' && row.does !== 'answers');
  for (const row of reading)
    if (row.does === 'reads' || row.does === 'opens')
      for (const { path } of Object.values(scene.records[row.kind!])) await get(pathOf(row, path));
    else if (row.does === 'lists' && mayCall(row, visitor)) await asking.listed(visitor, pathOf(row));
  // What happened with a person, by kind and page by page: a cursor carries the words of none.
  for (const { id } of mayCall(
    matrix.find(({ route }) => route === 'GET /api/v1/experts')!,
    visitor,
  )
    ? Object.values(scene.records.expert)
    : [])
    for (const question of ['?limit=1', '?kind=interaction&limit=1', '?from=2026-01-01&to=2026-12-31'])
      await get(`/api/v1/experts/${id}/timeline${question}`);
  // Whether something may be shared with each of them, and what covers each body already.
  for (const { id } of Object.values(scene.records.expert))
    for (const path of [
      `/api/v1/cover?purpose=personal_data&marking=OFFICIAL-SENSITIVE&expertId=${id}`,
      `/api/v1/cover?purpose=operational_detail&agencyId=${scene.agencies.b}&expertId=${id}`,
      `/api/v1/cover/agreements?expertId=${id}`,
      `/cover?expertId=${id}`,
      `/agreements/new?expertId=${id}`,
    ])
      await get(path);
  for (const organisation of Object.values(scene.agencies))
    await get(`/api/v1/cover/agreements?organisationId=${organisation}`);
  const { agencies, records } = scene;
  // Days on which every agreement of the scene would be reminded of, a week before its end.
  await get(`/api/v1/reminder-rules/${records.reminder_rule.own.id}/preview?offsets=-6,-5,0`);
  const reports = ['a', 'b'].flatMap((agency) =>
    ['', '.csv'].map((form) => `/api/v1/reports/partnerships${form}?agencyId=${agencies[agency as 'a']}`),
  );
  const filtered = filters.flatMap(([path, kind]) => Object.values(records[kind]).map(({ id }) => path + id));
  for (const path of [...questions, ...reports, ...filtered, '/api/v1/me', '/dev/mail', '/dev/clock']) await get(path);
  return asking.told.get(visitor)!.join('\n').toLowerCase();
}

/** The canaries that the tables let this visitor read. */
export function canariesFor(visitor: Visitor): Set<string> {
  const found = new Set<string>();
  if (visitor === 'anonymous') return found;
  for (const kind of kinds)
    for (const { name } of classes[kind]) {
      if (nameless.includes(`${kind} ${name}`)) continue;
      if (['absent', 'knows'].includes(reachOf(kind, name, visitor))) continue;
      const kept = keptBack
        .filter((one) => one.kind === kind && one.of.includes(name) && one.from.includes(visitor))
        .flatMap(({ columns }) => columns);
      for (const column of columnsOf[kind]) if (!kept.includes(column)) found.add(canary(kind, name, column));
    }
  return found;
}

/** Ids and references of the records that are absent for this visitor. Bodies stand in a register and beside every record. */
export function absentFor(visitor: Visitor, { scene }: World): { what: string; texts: string[] }[] {
  return (
    kinds
      // A delegation is told by the person whom it is of.
      .filter((kind) => !['organisation', 'agency', 'term', 'delegation'].includes(kind))
      .flatMap((kind) =>
        Object.entries(scene.records[kind])
          .filter(([name]) => visitor === 'anonymous' || reachOf(kind, name, visitor) === 'absent')
          .map(([name, { id, reference }]) => ({
            what: `${kind} ${name}`,
            texts: [id, ...(reference ? [reference.toLowerCase()] : [])],
          })),
      )
  );
}

/** What differs between what somebody was told and what the tables say, in both directions. */
export function differences(told: string, visitor: Visitor): { leaked: string[]; missed: string[] } {
  const [found, expected] = [canariesIn(told), canariesFor(visitor)];
  return {
    leaked: [...found].filter((one) => !expected.has(one)).sort(),
    missed: [...expected].filter((one) => !found.has(one)).sort(),
  };
}
