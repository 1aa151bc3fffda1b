import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { sentence } from '../../../platform/pages/words.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import {
  audienceFields,
  availabilities,
  careerStages,
  expertKinds,
  fieldAudiences,
  lawfulBases,
} from '../expert.rules.js';
import {
  audienceWords,
  availabilityWords,
  careerStageWords,
  kindWords,
  lawfulBasisWords,
  nameWords,
} from '../expert.words.js';
import { ExpertQueries } from '../experts.queries.js';
import { ExpertsService } from '../experts.service.js';
import { changeOf, editFields, EditForm, typedFrom } from './edit.form.js';

/** Changing what the agency keeps of a person, by the version that the form showed. */
@Pages()
@Controller('experts/:id/edit')
export class EditWebController {
  constructor(
    private readonly queries: ExpertQueries,
    private readonly service: ExpertsService,
  ) {}

  @Permit('experts.write')
  @Get()
  ask(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    return this.form(actor, id);
  }

  @Permit('experts.write')
  @Post()
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: EditForm,
  ): Promise<PageView | Redirect> {
    try {
      const { version, change } = changeOf(form);
      const { reference } = await this.service.change(actor, id, version, change);
      return new Redirect(`/experts/${reference}?done=edited`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.form(actor, id, form, error);
    }
  }

  private async form(actor: UserActor, id: string, typed?: EditForm, error?: DomainError): Promise<PageView> {
    const expert = await this.queries.show(actor, id);
    // The agency that keeps the record is told to those who know the person; only its people change it.
    if (expert.agency?.id !== actor.agencyId)
      throw new DomainError(
        'forbidden',
        'You can read this person’s record, but another agency keeps it and changes it.',
      );
    const model = {
      title: `Change ${nameWords(expert)}`,
      marking: expert.marking,
      expert,
      name: nameWords(expert),
      typed: typed ?? typedFrom(expert),
      audiences: audienceFields.map((field) => ({ field, label: sentence(spaced(field)) })),
      choices: {
        kind: expertKinds,
        availability: availabilities,
        careerStage: careerStages,
        basis: lawfulBases,
        audience: fieldAudiences,
      },
      words: {
        kind: kindWords,
        availability: availabilityWords,
        careerStage: careerStageWords,
        basis: lawfulBasisWords,
        audience: audienceWords,
      },
      errors: error ? errorsOf(error, editFields) : [],
    };
    return page('experts/edit', model, { status: statusOnThePage(error) ?? 200, shown: { expert: [expert] } });
  }
}

/** "careerStage" is "career stage". */
function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('orcid', 'ORCID iD');
}
