/**
 * The statements of the large set. Parameters $1 and $2 are the first and the last number of the batch.
 *
 * Ids have the shape of UUIDv7 and are counted rather than drawn, so that they need no lookup, grow at one end of their index and
 * never meet again: the numbers come from the sequences of references, which do not go back. The kinds of row are told apart
 * in the second group.
 */
const id = (kind: string, number: string): string =>
  `('01900000-${kind}-7000-8000-' || lpad(to_hex((${number})::bigint), 12, '0'))::uuid`;

/** Spreads consecutive numbers evenly (Knuth's multiplicative hash); the low bits are left out because they hardly vary. */
const spread = (number: string, choices: number | string, shift = 8): string =>
  `(((((${number})::bigint * 2654435761) % 4294967296) >> ${shift}) % ${choices})::int`;

const institutionId = (number: string): string => id('0001', number);
const expertId = (number: string): string => id('0002', number);
const agreementId = (number: string): string => id('0007', number);

/** Days from the newest interaction with an expert to now. */
const newest = (expert: string): string => `(1 + ${spread(expert, 100)})`;

/** Every twentieth person was entered by the invented police force, so that other agencies' records exist in number. */
const agencyOf = (expert: string, lead: string): string =>
  `case when ${expert} % 20 = 0 then ${institutionId('0')} else ${lead}::uuid end`;

/** Whoever does the lead agency's work; nobody where no liaison exists yet. */
const liaisons = `(select array_agg(id order by email) ids, nullif(count(*), 0) as many from users where role = 'liaison' and disabled_at is null)`;

export const insertInstitutions = `
  insert into organisations (id, kind, name, country, audience, email_domains, joint_controller_from, invented, created_at, updated_at)
  select ${institutionId('n')},
    case when n = 0 then 'territorial_force' else 'university' end,
    case when n = 0 then 'Large Set Police (invented)' else 'Large Set University ' || lpad(n::text, 3, '0') || ' (invented)' end,
    'GB', case when n = 0 then 'uk_law_enforcement' end, array['large-set-' || n || '.example'],
    case when n = 0 then ($2::timestamptz - interval '2 years')::date end, true, $2, $2
  from generate_series(0, $1::int) n
  on conflict do nothing`;

export const insertExperts = `
  insert into experts (id, reference, kind, title, given_name, family_name, email, biography, languages, country, availability,
    career_stage, privacy_notice_sent_on, do_not_contact, agency_id, created_at, updated_at)
  select ${expertId('n')}, 'EXP-' || lpad(n::text, greatest(6, length(n::text)), '0'),
    (array['academic', 'academic', 'academic', 'researcher', 'analyst', 'industry_expert'])[1 + ${spread('n', 6)}],
    (array['Dr', 'Dr', 'Professor', 'Ms', 'Mr'])[1 + ${spread('n', 5, 11)}],
    ($5::text[])[1 + ${spread('n', 'cardinality($5::text[])', 9)}],
    ($6::text[])[1 + ${spread('n', 'cardinality($6::text[])', 15)}],
    'expert.' || n || '@large-set.example', 'Studies serious and organised crime. (Invented person.)', array['English'], 'GB',
    (array['available', 'available', 'limited', 'unknown'])[1 + ${spread('n', 4, 10)}],
    (array['early', 'mid', 'mid', 'senior', 'senior', 'emeritus'])[1 + ${spread('n', 6, 12)}],
    -- One in fifty has not been sent the notice yet.
    case when n % 50 <> 7 then ($3::timestamptz - make_interval(days => (1000 - ${spread('n', 900)})))::date end,
    n % 200 = 11, ${agencyOf('n', '$4')},
    $3::timestamptz - make_interval(days => (1001 - ${spread('n', 900)})), $3
  from generate_series($1::bigint, $2::bigint) n`;

export const insertAffiliations = `
  insert into affiliations (id, expert_id, organisation_id, department, role, started_on, ended_on, is_primary, created_at, updated_at)
  select ${id('0003', 'n * 2 + turn')}, ${expertId('n')}, ${institutionId(`1 + ${spread('n + turn * 7', '$4::int')}`)},
    'Department of Criminology', case when turn = 0 then 'Senior Lecturer' else 'Research Fellow' end,
    ($3::timestamptz - make_interval(days => 1500 + turn * 800))::date,
    case when turn = 1 then ($3::timestamptz - make_interval(days => 1501))::date end, turn = 0, $3, $3
  from generate_series($1::bigint, $2::bigint) n cross join generate_series(0, 1) turn
  -- Three in ten have an earlier post as well.
  where turn = 0 or n % 10 < 3`;

export const insertExpertise = `
  with terms as (
    select (array_agg(id order by position) filter (where scheme = 'threat')) as threats,
      (array_agg(id order by position) filter (where scheme = 'method')) as methods
    from vocabulary_terms where retired_on is null
  )
  insert into expertise (id, expert_id, term_id, level, source, confirmed_on, created_at, updated_at)
  select ${id('0004', 'n * 4 + turn')}, ${expertId('n')},
    case turn
      when 0 then threats[1 + ${spread('n', 'cardinality(threats)')}]
      -- A step of one to nine from the first threat: never the same again.
      when 1 then threats[1 + (${spread('n', 'cardinality(threats)')} + 1 + ${spread('n', '(cardinality(threats) - 1)', 13)}) % cardinality(threats)]
      else methods[1 + ${spread('n', 'cardinality(methods)', 10)}]
    end,
    case when turn = 1 then 'secondary' else 'primary' end, (array['self', 'liaison'])[1 + n % 2],
    ($3::timestamptz - make_interval(days => ${spread('n', 400)}))::date, $3, $3
  from generate_series($1::bigint, $2::bigint) n cross join generate_series(0, 2) turn cross join terms`;

export const insertRelationships = `
  insert into relationships (id, expert_id, agency_id, stage, since_on, owner_user_id, cadence_days, last_contact_at, source,
    sharing, created_at, updated_at)
  select ${id('0005', 'n * 2 + turn')}, ${expertId('n')},
    case when turn = 0 then ${agencyOf('n', '$4')} else ${institutionId('0')} end,
    (array['contact', 'contact', 'network_member', 'network_member', 'named_expert', 'partner', 'dormant'])[1 + ${spread('n', 7)}],
    ($3::timestamptz - make_interval(days => (1000 - ${spread('n', 900)})))::date,
    case when turn = 0 and n % 20 <> 0 then liaison.ids[1 + n % liaison.many] end,
    (array[30, 90, 90, 180, 365, null])[1 + ${spread('n', 6, 10)}],
    case when turn = 0 and n - $5::bigint < $6::bigint then $3::timestamptz - make_interval(days => ${newest('n')}) end,
    'Large set', case when n % 10 = 3 then 'uk_law_enforcement' when n % 97 = 5 then 'named' else 'agency' end, $3, $3
  from generate_series($1::bigint, $2::bigint) n cross join generate_series(0, 1) turn cross join ${liaisons} liaison
  -- Every twentieth of the lead agency's people is known to the invented police force too.
  where turn = 0 or n % 20 = 1`;

/** Ends lie between two years ago and three years ahead. */
export const insertAgreements = `
  insert into agreements (id, reference, type, title, strands, topics, agency_id, sharing, owner_user_id, stage, effective_on, end_on,
    notice_count, notice_unit, executed_on, created_at, updated_at)
  select ${agreementId('n')},
    'AGR-' || extract(year from begun) || '-' || lpad(n::text, greatest(4, length(n::text)), '0'),
    (array['mou', 'nda', 'data_sharing', 'research_collaboration', 'research_contract', 'data_access'])[1 + ${spread('n', 6)}],
    'Large set agreement ' || n || ' (invented)', array['upstream'], array['fraud'], $4::uuid,
    case when n % 5 = 0 then 'uk_law_enforcement' else 'agency' end, liaison.ids[1 + n % liaison.many],
    case when drafted then 'draft' else 'executed' end, begun + 30, begun + 30 + 1096,
    case when n % 2 = 0 then 3 end, case when n % 2 = 0 then 'months' end,
    case when not drafted then begun + 20 end, begun, $3
  from generate_series($1::bigint, $2::bigint) n
    cross join lateral (select ($3::timestamptz at time zone 'Europe/London')::date - 21 - (${spread('n', 1780)}) as begun, n % 10 = 0 as drafted) facts
    cross join ${liaisons} liaison`;

export const insertParties = `
  insert into agreement_parties (id, agreement_id, organisation_id, freedom_of_information, signed_on)
  select ${id('0008', 'n * 2 + turn')}, ${agreementId('n')},
    case when turn = 0 then $3::uuid else ${institutionId(`1 + ${spread('n', '$4::int')}`)} end, turn = 1,
    (select executed_on from agreements where id = ${agreementId('n')})
  from generate_series($1::bigint, $2::bigint) n cross join generate_series(0, 1) turn`;

export const insertCoveredPersons = `
  insert into agreement_covered_persons (agreement_id, expert_id)
  select ${agreementId('n')}, ${expertId(`$3::bigint + (${spread('n', '$4::bigint')} + turn) % $4::bigint`)}
  from generate_series($1::bigint, $2::bigint) n cross join generate_series(0, 1) turn
  on conflict do nothing`;

/** Each was approved by one colleague of its owner before it was signed. */
export const insertApprovals = `
  insert into agreement_approvals (id, agreement_id, assignee_user_id, asked_by_user_id, asked_at, due_on, decision, decided_at,
    decided_by_user_id)
  select ${id('0020', 'n')}, a.id, approver.id, a.owner_user_id, a.created_at, a.executed_on, 'approved',
    a.executed_on - interval '2 days', approver.id
  from generate_series($1::bigint, $2::bigint) n join agreements a on a.id = ${agreementId('n')} and a.stage = 'executed'
    cross join ${liaisons} liaison
    cross join lateral (select liaison.ids[1 + (n + 1) % liaison.many] as id) approver`;

/** Interaction i is the (i / experts)th with expert (i % experts), each some ninety days before the one above it. */
const interactionNumber = '(expert * 100000 + i / $6::bigint)';
const interactionRange = `generate_series($1::bigint, $2::bigint) i cross join lateral (select $5::bigint + i % $6::bigint as expert) whom`;

export const insertInteractions = `
  insert into interactions (id, agency_id, sharing, kind, happened_at, duration_minutes, subject, notes, strand, topics,
    about_expert_id, created_by_user_id, created_at, updated_at)
  select ${id('0009', interactionNumber)}, ${agencyOf('expert', '$4')},
    case when i % 10 = 4 then 'uk_law_enforcement' when i % 97 = 5 then 'named' else 'agency' end,
    (array['meeting', 'call', 'call', 'email', 'email', 'briefing'])[1 + ${spread('i', 6)}], at, 30,
    'Large set conversation ' || i || ' (invented)', 'Nothing was said.',
    (array['upstream', 'overseas', 'online'])[1 + ${spread('i', 3, 11)}], array['fraud'],
    ${expertId('expert')}, case when expert % 20 <> 0 then liaison.ids[1 + i % liaison.many] end, at, at
  from ${interactionRange}
    cross join lateral (select $3::timestamptz - make_interval(days => (${newest('expert')} + 90 * (i / $6::bigint))::int) as at) moment
    cross join ${liaisons} liaison`;

export const insertParticipants = `
  insert into interaction_participants (id, interaction_id, expert_id, user_id)
  select ${id('000a', 'number * 2 + turn')}, ${id('0009', 'number')},
    case when turn = 0 then ${expertId('expert')} end,
    case when turn = 1 then liaison.ids[1 + i % liaison.many] end
  from (select i, expert, ${interactionNumber.replaceAll('$6', '$4')} as number
        from ${interactionRange.replaceAll('$6', '$4').replaceAll('$5', '$3')}) talk
    cross join generate_series(0, 1) turn cross join ${liaisons} liaison
  where turn = 0 or (liaison.many is not null and expert % 20 <> 0)`;

/** Two in three are done, most of them in time; the rest are due from a month ago to half a year ahead. */
export const insertFollowUps = `
  insert into follow_ups (id, agency_id, title, due_on, assignee_user_id, status, completed_on, completed_at, about_expert_id,
    created_at, updated_at)
  select ${id('000b', 'expert * 100000 + i / $6::bigint')}, ${agencyOf('expert', '$4')}, 'Large set promise ' || i || ' (invented)',
    due, case when expert % 20 <> 0 then liaison.ids[1 + i % liaison.many] end,
    case when done then 'done' else 'open' end, case when done then due + (i % 5 - 3)::int end,
    case when done then due + (i % 5 - 3)::int + time '12:00' end, ${expertId('expert')}, due - 30, case when done then due else due - 30 end
  from ${interactionRange}
    cross join lateral (
      select i % 3 <> 0 as done,
        $3::timestamptz::date + (case when i % 3 <> 0 then -20 - ${spread('i', 900)} else -30 + ${spread('i', 210)} end)::int as due
    ) facts
    cross join ${liaisons} liaison`;

export const analyse = `analyze organisations, experts, affiliations, expertise, relationships, agreements, agreement_parties,
  agreement_covered_persons, agreement_approvals, interactions, interaction_participants, follow_ups`;
