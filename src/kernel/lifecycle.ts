/** What one step of a lifecycle asks for and does. */
export interface LifecycleRow<Facts extends { readonly stage: string }, Context> {
  /** The stages in which the step is open. */
  readonly from: readonly Facts['stage'][];
  /** The stage after the step; without it the stage stays as it is. */
  readonly to?: Facts['stage'];
  /** The permission, as `access.ts` names it. */
  readonly needs: string;
  /** Why the step is blocked just now, as a sentence for the person who asked, or null when it is not. */
  readonly refuse?: (facts: Facts, context: Context) => string | null;
  /** The fact that the step sets (`terminatedOn`). */
  readonly sets?: keyof Facts & string;
  /** The kind of record that the step adds (`term`). */
  readonly adds?: string;
}

export type LifecycleTable<Step extends string, Facts extends { readonly stage: string }, Context> = {
  readonly [step in Step]: LifecycleRow<Facts, Context>;
};

export type Taken<Stage extends string> =
  { readonly allowed: true; readonly to: Stage } | { readonly allowed: false; readonly reason: string };

/** A step of the present stage that the person is permitted; `blocked` says why it cannot be taken just now, or is null. */
export interface OpenStep<Step extends string> {
  readonly step: Step;
  readonly needs: string;
  readonly blocked: string | null;
}

/**
 * The rules of one kind of record: which step leads from which stage to which, who may take it, and when it is refused.
 * One table drives the buttons of the page, the answer of the API, the permission and the audit verb.
 *
 * ```ts
 * type Facts = { stage: 'draft' | 'in_approval' | 'executed'; approver: string | null; terminatedOn: CalendarDate | null };
 * const lifecycle = defineLifecycle<'submit' | 'approve' | 'terminate', Facts, Actor>()({
 *   submit: { from: ['draft'], to: 'in_approval', needs: 'agreements.write' },
 *   approve: { from: ['in_approval'], to: 'executed', needs: 'agreements.decide', refuse: unlessNamedApprover },
 *   terminate: { from: ['executed'], sets: 'terminatedOn', needs: 'agreements.decide' },
 * });
 * lifecycle.take('approve', facts, actor); // { allowed: true, to: 'executed' } or { allowed: false, reason: 'Only …' }
 * ```
 *
 * It is pure: stages change only where the caller writes them, and time, if a rule needs it, is a fact or in the context.
 */
export class Lifecycle<Step extends string, Facts extends { readonly stage: string }, Context = void> {
  /** In the order of the table. */
  readonly steps: readonly Step[];

  constructor(readonly table: LifecycleTable<Step, Facts, Context>) {
    this.steps = Object.freeze(Object.keys(table) as Step[]);
  }

  isStep(text: unknown): text is Step {
    return typeof text === 'string' && Object.hasOwn(this.table, text);
  }

  /** The permission of a step. Throws RangeError for a step that the table does not have. */
  needs(step: Step): string {
    return this.row(step).needs;
  }

  /** Whether the step can be taken with these facts. Permission is not asked here. Throws RangeError for an unknown step. */
  take(step: Step, facts: Facts, context: Context): Taken<Facts['stage']> {
    const row = this.row(step);
    if (!row.from.includes(facts.stage)) return { allowed: false, reason: wrongStage(row.from, facts.stage) };
    const reason = row.refuse?.(facts, context) ?? null;
    return reason === null ? { allowed: true, to: row.to ?? facts.stage } : { allowed: false, reason };
  }

  /** The steps of the present stage that the person is permitted, blocked ones with the reason, in the order of the table. */
  open(facts: Facts, context: Context, permits: (permission: string) => boolean): OpenStep<Step>[] {
    return this.steps
      .filter((step) => this.table[step].from.includes(facts.stage) && permits(this.table[step].needs))
      .map((step) => ({
        step,
        needs: this.table[step].needs,
        blocked: this.table[step].refuse?.(facts, context) ?? null,
      }));
  }

  /**
   * The stages that no sequence of steps reaches from the initial one, refusals aside; a test expects none.
   * Give `stages` when a stage could be missing from the table altogether.
   */
  unreachable(initial: Facts['stage'], stages: readonly Facts['stage'][] = this.stages()): Facts['stage'][] {
    const reached = new Set([initial]);
    // A Set hands out what is added while it is walked, so this follows every path once.
    for (const stage of reached) {
      for (const { from, to } of this.rows()) if (to !== undefined && from.includes(stage)) reached.add(to);
    }
    return [...new Set(stages)].filter((stage) => !reached.has(stage));
  }

  /** The stages in which no step is open; a test names the ones that are meant to be final. */
  deadEnds(): Facts['stage'][] {
    return this.stages().filter((stage) => this.rows().every(({ from }) => !from.includes(stage)));
  }

  /** Every stage that the table names, in the order in which it names them. */
  stages(): Facts['stage'][] {
    return [...new Set(this.rows().flatMap(({ from, to }) => (to === undefined ? from : [...from, to])))];
  }

  private row(step: Step): LifecycleRow<Facts, Context> {
    if (!this.isStep(step)) throw new RangeError(`Not a step of this lifecycle: ${String(step)}`);
    return this.table[step];
  }

  private rows(): LifecycleRow<Facts, Context>[] {
    return Object.values(this.table);
  }
}

/** Called twice so that steps, facts and context are stated while the table is checked against them. */
export function defineLifecycle<Step extends string, Facts extends { readonly stage: string }, Context = void>() {
  return (table: LifecycleTable<Step, Facts, Context>): Lifecycle<Step, Facts, Context> => new Lifecycle(table);
}

function wrongStage(from: readonly string[], stage: string): string {
  const stages = from.map(readable);
  const last = stages.pop();
  const list = stages.length === 0 ? last : `${stages.join(', ')} or ${last}`;
  return `This can be done only at the stage ${list}; the present stage is ${readable(stage)}.`;
}

function readable(stage: string): string {
  return `“${stage.replaceAll('_', ' ')}”`;
}
