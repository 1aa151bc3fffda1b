import fc from 'fast-check';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** Random sequences of steps against the API and against a small model of what an agreement is, which knows nothing of the product. */
type Who = 'author' | 'officer' | 'lawyer';
type Stage = 'draft' | 'in_approval' | 'awaiting_signature' | 'active' | 'terminated' | 'withdrawn';

interface Asked {
  readonly kind: 'business' | 'legal';
  who: Who;
  open: boolean;
}

class Model {
  version = 1;
  stage: Stage = 'draft';
  asked: Asked[] = [];
  /** Approvers to whom it was ever put: they go on reading it. */
  readonly seenBy = new Set<Who>();
  readonly signed = new Set<number>();
  terms = 0;
  successor = false;

  put(asked: Asked[]): void {
    this.asked = asked;
    this.stage = 'in_approval';
    this.see();
  }

  see(): void {
    for (const { who, open } of this.asked) if (open) this.seenBy.add(who);
  }

  mine(who: Who): Asked[] {
    return this.asked.filter((one) => one.open && one.who === who);
  }
}

/** A thing that somebody does: what is sent, and what the model expects of it. The model changes only where it answers 200. */
interface Move {
  readonly name: string;
  readonly by: Who;
  readonly path: 'steps' | 'renewal-decisions';
  readonly said: (people: Record<Who, Person>, parties: readonly string[]) => object;
  readonly expected: (model: Model) => number;
}

const ofStage =
  (...stages: Stage[]) =>
  (model: Model): number =>
    stages.includes(model.stage) ? 200 : 409;

const ways: (Pick<Move, 'name' | 'said'> & { follow: (model: Model) => void })[] = [
  {
    name: 'submit to one',
    said: ({ officer }) => ({ assigneeUserId: officer.id }),
    follow: (model: Model) => model.put([{ kind: 'business', who: 'officer', open: true }]),
  },
  ...[true, false].map((serial) => ({
    name: serial ? 'submit to two in turn' : 'submit to two at once',
    said: ({ officer, lawyer }: Record<Who, Person>) => ({
      serial,
      approvals: [
        { kind: 'business', assigneeUserId: officer.id },
        { kind: 'legal', assigneeUserId: lawyer.id },
      ],
    }),
    follow: (model: Model) =>
      model.put([
        { kind: 'business', who: 'officer', open: true },
        { kind: 'legal', who: 'lawyer', open: !serial },
      ]),
  })),
];
const submissions = ways.map(({ name, said, follow }): Move => ({
  name,
  by: 'author',
  path: 'steps',
  said: (everybody, parties) => ({ step: 'submit', ...said(everybody, parties) }),
  expected: (model) => {
    if (model.stage !== 'draft') return 409;
    follow(model);
    return 200;
  },
}));

/** An approver: what was never put to them is not there; what is not theirs to decide is refused. */
const asApprover =
  (who: Who, act: (model: Model) => void) =>
  (model: Model): number => {
    if (!model.seenBy.has(who)) return 404;
    if (model.stage !== 'in_approval' || model.mine(who).length === 0) return 409;
    act(model);
    return 200;
  };

const decisions: Move[] = (['officer', 'lawyer'] as const).flatMap((by): Move[] => [
  {
    name: `approve by the ${by}`,
    by,
    path: 'steps',
    said: () => ({ step: 'approve' }),
    expected: asApprover(by, (model) => {
      model.asked = model.asked.filter((one) => !model.mine(by).includes(one));
      if (model.asked.length === 0) model.stage = 'awaiting_signature';
      else if (!model.asked.some(({ open }) => open)) model.asked.forEach((one) => (one.open = true));
      model.see();
    }),
  },
  {
    name: `return by the ${by}`,
    by,
    path: 'steps',
    said: () => ({ step: 'return', reason: 'Too wide' }),
    expected: asApprover(by, (model) => {
      model.stage = 'draft';
      model.asked = [];
    }),
  },
  {
    name: `hand on by the ${by} to the other`,
    by,
    path: 'steps',
    said: (people) => ({
      step: 'delegate',
      assigneeUserId: people[by === 'officer' ? 'lawyer' : 'officer'].id,
      reason: 'You know it better',
    }),
    expected: asApprover(by, (model) => {
      for (const one of model.mine(by)) one.who = by === 'officer' ? 'lawyer' : 'officer';
      model.see();
    }),
  },
  {
    name: `hand on by the ${by} to the author`,
    by,
    path: 'steps',
    said: ({ author }) => ({ step: 'delegate', assigneeUserId: author.id, reason: 'Decide it yourself' }),
    expected: (model) => (model.seenBy.has(by) ? 409 : 404),
  },
]);

const ownMoves: Omit<Move, 'by' | 'path'>[] = [
  { name: 'approve one’s own', said: () => ({ step: 'approve' }), expected: () => 409 },
  {
    name: 'submit to oneself',
    said: ({ author }) => ({ step: 'submit', assigneeUserId: author.id }),
    expected: () => 409,
  },
  {
    name: 'recall',
    said: () => ({ step: 'recall', reason: 'A date is wrong' }),
    expected: (model) => {
      const waits = model.stage === 'awaiting_signature' && model.signed.size === 0;
      if (model.stage !== 'in_approval' && !waits) return 409;
      model.stage = 'draft';
      model.asked = [];
      return 200;
    },
  },
  ...[0, 1].map((party) => ({
    name: `sign for party ${party}`,
    said: (_people: Record<Who, Person>, parties: readonly string[]) => ({
      step: 'sign',
      organisationId: parties[party],
      on: '2026-06-10',
      signatoryName: 'Signatory',
    }),
    expected: (model: Model) => {
      if (model.stage !== 'awaiting_signature' || model.signed.has(party)) return 409;
      model.signed.add(party);
      if (model.signed.size < 2) return 200;
      model.stage = 'active';
      model.terms = 1;
      return 200;
    },
  })),
  {
    name: 'withdraw',
    said: () => ({ step: 'withdraw', reason: 'No longer wanted' }),
    expected: (model) => {
      if (ofStage('draft', 'in_approval', 'awaiting_signature')(model) !== 200) return 409;
      model.stage = 'withdrawn';
      return 200;
    },
  },
  {
    name: 'terminate',
    said: () => ({ step: 'terminate', on: '2026-06-10', reason: 'Funding ended' }),
    expected: (model) => {
      if (model.stage !== 'active') return 409;
      model.stage = 'terminated';
      return 200;
    },
  },
];
const own = ownMoves.map((move): Move => ({ by: 'author', path: 'steps', ...move }));

const renewals: Move[] = (['renew', 'renegotiate', 'let_lapse'] as const).map((decision) => ({
  name: decision,
  by: 'author',
  path: 'renewal-decisions',
  said: () => ({ decision, reason: 'It works well' }),
  expected: (model) => {
    if (model.stage !== 'active' || (decision === 'renegotiate' && model.successor)) return 409;
    if (decision === 'renew') model.terms += 1;
    if (decision === 'renegotiate') model.successor = true;
    return 200;
  },
}));

const moves = [...submissions, ...decisions, ...own, ...renewals];
// What leads on comes more often, so that sequences get as far as renewals.
const onward = moves.filter(({ name }) => /^(submit to (one|two)|approve by|sign for|renew)/.test(name));

/** Tried in any case, since few random sequences live so long. */
const wholeLives = [
  ['submit to two in turn', 'approve by the officer', 'approve by the lawyer', 'sign for party 0', 'sign for party 1'],
  ['submit to one', 'approve by the officer', 'sign for party 1', 'recall', 'sign for party 0', 'let_lapse'],
]
  .map((names) => [...names, 'renew', 'renegotiate', 'renew', 'renegotiate', 'terminate', 'renew', 'withdraw'])
  .map((names): [Move[]] => [names.map((name) => moves.find((one) => one.name === name)!)]);

let t: TestApp;
let people: Record<Who, Person>;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  people = {
    author: await t.make.user('liaison', agency.id),
    officer: await t.make.user('approver', agency.id),
    lawyer: await t.make.user('approver', agency.id),
  };
});
afterAll(() => t.close());

it('whatever is done in whatever order, the product and the model agree', async () => {
  const { author } = people;
  const reached = new Set<Stage>();
  const move = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...onward) }, fc.constantFrom(...moves));
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 6, maxLength: 24 }), async (sequence) => {
      const { id, parties } = await t.make.agreement({
        agency_id: author.organisationId,
        created_by_user_id: author.id,
        owner_user_id: author.id,
      });
      const model = new Model();
      for (const { name, by, path, said, expected } of sequence) {
        const sent = said(people, parties);
        const { version } = model;
        const status = expected(model);
        const answer = await t.as(people[by].token).change(`agreements/${id}/${path}`, version, sent);
        expect([name, answer.status]).toEqual([name, status]);
        if (status === 200) model.version += 1;
        reached.add(model.stage);
      }
      const seen = (await t.as(author.token).get(`agreements/${id}`).expect(200)).body;
      expect([seen.status, seen.version]).toEqual([model.stage, model.version]);
      const { terms, successor } = (await t.as(author.token).get(`agreements/${id}/renewal-decisions`).expect(200))
        .body;
      expect([terms.length, successor !== null]).toEqual([model.terms, model.successor]);
    }),
    { numRuns: 30, examples: wholeLives },
  );
  // The sequences get somewhere: else they would show nothing of what comes late.
  expect([...reached].sort()).toEqual([
    'active',
    'awaiting_signature',
    'draft',
    'in_approval',
    'terminated',
    'withdrawn',
  ]);
}, 300_000);
