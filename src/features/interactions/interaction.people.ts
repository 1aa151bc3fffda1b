import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import type { ShownRecords } from '../../platform/pages/page.js';
import { ExpertNames, mostCandidates, namedOnThePage, type NamedExpert } from '../experts/expert.names.js';
import { mostNames, peopleMeant, typedNames, type MeantPeople } from '../experts/typed-people.js';
import type { SpokenForm } from './interaction.form.js';

export interface MeantInForm extends MeantPeople<NamedExpert> {
  /** What stands in the way, each with its field's pointer. */
  readonly wrong: readonly FieldProblem[];
}

/** Whom the experts' field of a form means. */
@Injectable()
export class InteractionPeople {
  constructor(private readonly names: ExpertNames) {}

  async of(actor: UserActor, form: Pick<SpokenForm, 'experts'>): Promise<MeantInForm> {
    const texts = typedNames(form.experts);
    const asked = texts.slice(0, mostNames);
    const picked = form as Readonly<Record<string, string | undefined>>;
    const meant = peopleMeant(asked, await this.names.find(actor, asked), picked, mostCandidates);
    const chosen = new Set(meant.people.map(({ reference }) => reference));
    const open = meant.questions.filter(({ candidates }) => !candidates.some(({ reference }) => chosen.has(reference)));
    return {
      ...meant,
      wrong: [
        ...(texts.length > mostNames
          ? [
              {
                pointer: '/experts',
                detail: `Enter ${mostNames} people at most. Add the others to the record afterwards.`,
              },
            ]
          : []),
        ...meant.problems.map((detail) => ({ pointer: '/experts', detail })),
        ...open.map(({ field, text }) => ({ pointer: `/${field}`, detail: `Select which “${text}” you mean.` })),
      ],
    };
  }
}

/** Whom a form with that field names: those it means, and those among whom it asks. For the log of readings. */
export function shownIn({ people, questions }: MeantInForm): ShownRecords[string] {
  return namedOnThePage([...people, ...questions.flatMap(({ candidates }) => candidates)]);
}
