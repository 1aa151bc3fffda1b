import fc from 'fast-check';
import { defineLifecycle } from './lifecycle.js';

type Stage = 'draft' | 'in_approval' | 'awaiting_signature' | 'executed' | 'withdrawn';
type Step = 'submit' | 'approve' | 'sendBack' | 'sign' | 'renew' | 'withdraw';
interface Facts {
  readonly stage: Stage;
  readonly author: string;
  readonly signedBy: string | null;
}

const lifecycle = defineLifecycle<Step, Facts, { user: string }>()({
  submit: { from: ['draft'], to: 'in_approval', needs: 'papers.write' },
  approve: {
    from: ['in_approval'],
    to: 'awaiting_signature',
    needs: 'papers.decide',
    refuse: (facts, { user }) => (facts.author === user ? 'Another person must approve what you wrote.' : null),
  },
  sendBack: { from: ['in_approval'], to: 'draft', needs: 'papers.decide' },
  sign: { from: ['awaiting_signature'], to: 'executed', sets: 'signedBy', needs: 'papers.sign' },
  renew: { from: ['executed'], adds: 'term', needs: 'papers.decide' },
  withdraw: { from: ['draft', 'in_approval', 'awaiting_signature'], to: 'withdrawn', needs: 'papers.write' },
});

const stages: Stage[] = ['draft', 'in_approval', 'awaiting_signature', 'executed', 'withdrawn'];
const at = (stage: Stage): Facts => ({ stage, author: 'ada', signedBy: null });
const everything = (): boolean => true;

describe('take', () => {
  it.each<[Step, Stage, Stage]>([
    ['submit', 'draft', 'in_approval'],
    ['approve', 'in_approval', 'awaiting_signature'],
    ['sendBack', 'in_approval', 'draft'],
    ['sign', 'awaiting_signature', 'executed'],
    ['renew', 'executed', 'executed'],
    ['withdraw', 'awaiting_signature', 'withdrawn'],
  ])('%s leads from %s to %s', (step, from, to) => {
    expect(lifecycle.take(step, at(from), { user: 'grace' })).toEqual({ allowed: true, to });
  });

  it.each<[Step, Stage, string]>([
    ['submit', 'executed', 'This can be done only at the stage “draft”; the present stage is “executed”.'],
    [
      'withdraw',
      'executed',
      'This can be done only at the stage “draft”, “in approval” or “awaiting signature”; the present stage is “executed”.',
    ],
    ['approve', 'draft', 'This can be done only at the stage “in approval”; the present stage is “draft”.'],
  ])('%s is refused at %s', (step, stage, reason) => {
    expect(lifecycle.take(step, at(stage), { user: 'grace' })).toEqual({ allowed: false, reason });
  });

  it('gives the reason of the rule that refuses', () => {
    const reason = 'Another person must approve what you wrote.';
    expect(lifecycle.take('approve', at('in_approval'), { user: 'ada' })).toEqual({ allowed: false, reason });
  });

  it('does not ask the rule at the wrong stage', () => {
    const refuse = jest.fn(() => 'no');
    const one = defineLifecycle<'close', { stage: 'open' | 'closed' }>()({
      close: { from: ['open'], to: 'closed', needs: 'x', refuse },
    });
    expect(one.take('close', { stage: 'closed' }, undefined).allowed).toBe(false);
    expect(refuse).not.toHaveBeenCalled();
  });

  it.each(['constructor', 'toString', '__proto__', '', 'Submit'])('throws for %p, which is no step', (step) => {
    expect(lifecycle.isStep(step)).toBe(false);
    expect(() => lifecycle.take(step as Step, at('draft'), { user: 'ada' })).toThrow(RangeError);
    expect(() => lifecycle.needs(step as Step)).toThrow(RangeError);
  });

  it('changes nothing that it is given', () => {
    const facts = Object.freeze(at('draft'));
    lifecycle.take('submit', facts, Object.freeze({ user: 'ada' }));
    expect(facts).toEqual(at('draft'));
  });
});

describe('open', () => {
  it('lists the steps of the stage in order, blocked ones with the reason', () => {
    expect(lifecycle.open(at('in_approval'), { user: 'ada' }, everything)).toEqual([
      { step: 'approve', needs: 'papers.decide', blocked: 'Another person must approve what you wrote.' },
      { step: 'sendBack', needs: 'papers.decide', blocked: null },
      { step: 'withdraw', needs: 'papers.write', blocked: null },
    ]);
  });

  it('leaves out what the person is not permitted', () => {
    const mayWrite = (permission: string): boolean => permission === 'papers.write';
    expect(lifecycle.open(at('in_approval'), { user: 'ada' }, mayWrite).map(({ step }) => step)).toEqual(['withdraw']);
    expect(lifecycle.open(at('executed'), { user: 'ada' }, mayWrite)).toEqual([]);
  });

  it('lists a step without a reason exactly when it can be taken', () => {
    fc.assert(
      fc.property(fc.constantFrom(...stages), fc.constantFrom('ada', 'grace'), (stage, user) => {
        const free = lifecycle.open(at(stage), { user }, everything).filter(({ blocked }) => blocked === null);
        const taken = lifecycle.steps.filter((step) => lifecycle.take(step, at(stage), { user }).allowed);
        expect(free.map(({ step }) => step)).toEqual(taken);
      }),
    );
  });
});

describe('the table', () => {
  it('gives steps, permissions and stages', () => {
    expect(lifecycle.steps).toEqual(['submit', 'approve', 'sendBack', 'sign', 'renew', 'withdraw']);
    expect(lifecycle.needs('sign')).toBe('papers.sign');
    expect(lifecycle.table.sign.sets).toBe('signedBy');
    expect(lifecycle.table.renew.adds).toBe('term');
    expect(new Set(lifecycle.stages())).toEqual(new Set(stages));
  });

  it('is walked from the initial stage', () => {
    expect(lifecycle.unreachable('draft')).toEqual([]);
    expect(lifecycle.unreachable('draft', stages)).toEqual([]);
    expect(lifecycle.unreachable('executed')).toEqual(['draft', 'in_approval', 'awaiting_signature', 'withdrawn']);
    expect(lifecycle.deadEnds()).toEqual(['withdrawn']);
  });

  it('shows a stage that nothing reaches and one that no step names', () => {
    const torn = defineLifecycle<'close' | 'reopen', { stage: 'open' | 'closed' | 'lost' | 'unnamed' }>()({
      close: { from: ['open'], to: 'closed', needs: 'x' },
      reopen: { from: ['lost'], to: 'open', needs: 'x' },
    });
    expect(torn.unreachable('open')).toEqual(['lost']);
    expect(torn.unreachable('open', ['open', 'closed', 'lost', 'unnamed'])).toEqual(['lost', 'unnamed']);
    expect(torn.deadEnds()).toEqual(['closed']);
  });
});
