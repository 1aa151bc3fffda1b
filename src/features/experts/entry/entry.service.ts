import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { AffiliationsService } from '../affiliations/affiliations.service.js';
import type { ExpertView } from '../expert.views.dto.js';
import { ExpertiseService } from '../expertise/expertise.service.js';
import { ExpertsService } from '../experts.service.js';
import { RelationshipsService } from '../relationships/relationships.service.js';
import type { EnterExpertDto } from './entry.dto.js';

/** Enters a person with their first post, expertise and relationship: all of it or nothing. */
@Injectable()
export class ExpertEntryService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly experts: ExpertsService,
    private readonly affiliations: AffiliationsService,
    private readonly expertise: ExpertiseService,
    private readonly relationships: RelationshipsService,
  ) {}

  enter(
    actor: UserActor,
    { affiliation, expertise = [], relationship, ...facts }: EnterExpertDto,
  ): Promise<ExpertView> {
    return this.work.transaction(actor, async (tx) => {
      const expert = await this.experts.insert(tx, actor, facts);
      const post =
        affiliation && (await below('/affiliation', () => this.affiliations.addWithin(tx, expert.id, affiliation)));
      const knows = expertise.length > 0 && (await this.expertise.replaceWithin(tx, expert.id, expertise, 'liaison'));
      if (relationship)
        await below('/relationship', () => this.relationships.begin(tx, actor, expert.id, relationship));
      return this.experts.entered(tx, actor, expert, {
        ...expert,
        ...(post ? post.after : {}),
        ...(knows ? knows.after : {}),
      });
    });
  }
}

/** What is wrong with a part of the request is said of that part. */
async function below<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const fields = error.fields.map((problem) => ({ ...problem, pointer: `${path}${problem.pointer}` }));
    throw new DomainError(error.code, error.detail, fields, error.extra);
  }
}
