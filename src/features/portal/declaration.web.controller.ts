import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import {
  declarationSubjects,
  isDeclarationDue,
  type DeclarationSubject,
} from '../experts/declarations/declaration.rules.js';
import { MakeDeclarationDto } from '../experts/declarations/declarations.dto.js';
import { DeclarationsService } from '../experts/declarations/declarations.service.js';
import { orNull } from './portal.form.js';
import { DoneQuery } from './profile.form.js';

export class DeclarationForm {
  @Typed()
  funding: string;

  @Typed()
  foreignTies: string;

  @Typed()
  commercialInterests: string;

  @Typed()
  expertWitnessWork: string;

  /** Ticked: "yes". */
  @Optional()
  @Typed()
  complete?: string;
}

const subjectWords: Record<DeclarationSubject, { label: string; hint: string }> = {
  funding: { label: 'Funding', hint: 'Who pays for your research, as far as it could matter to an agency' },
  foreignTies: { label: 'Foreign ties', hint: 'Posts, pay and duties with states or bodies abroad' },
  commercialInterests: { label: 'Commercial interests', hint: 'Firms that you own, advise or are paid by' },
  expertWitnessWork: {
    label: 'Expert-witness work',
    hint: 'Cases in which you are or were an expert witness: side and year',
  },
};

/** The yearly declaration: begun from what was said last year. */
@Pages()
@Controller('me/declaration')
export class DeclarationWebController {
  constructor(
    private readonly service: DeclarationsService,
    private readonly clock: Clock,
  ) {}

  @Permit('profile.own')
  @Get()
  show(@CurrentActor() actor: UserActor, @Query() { done }: DoneQuery): Promise<PageView> {
    return this.declaration(actor, { done });
  }

  @Permit('profile.own')
  @Post()
  async make(@CurrentActor() actor: UserActor, @Body() form: DeclarationForm): Promise<PageView | Redirect> {
    try {
      await this.service.make(actor, declarationOf(form));
      return new Redirect('/me/declaration?done=declared');
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.declaration(actor, { typed: form, error });
    }
  }

  private async declaration(
    actor: UserActor,
    { done, typed, error }: { done?: string; typed?: DeclarationForm; error?: DomainError },
  ): Promise<PageView> {
    const { items } = await this.service.ownList(actor);
    const latest = items.at(0) ?? null;
    const model = {
      title: 'Your declaration',
      latest,
      earlier: items.slice(1),
      due: isDeclarationDue(latest?.declaredOn ?? null, this.clock.today()),
      subjects: declarationSubjects.map((id) => ({ id, ...subjectWords[id] })),
      typed: typed ?? latest ?? {},
      done: done === 'declared' ? 'Thank you. Your declaration is recorded as of today.' : undefined,
      errors: error ? errorsOf(error, [...declarationSubjects, 'complete']) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('portal/declaration', model, { status, shown: { declaration: items } });
  }
}

function declarationOf({ complete, ...said }: DeclarationForm): MakeDeclarationDto {
  const facts = Object.fromEntries(declarationSubjects.map((subject) => [subject, orNull(said[subject])]));
  return validate(MakeDeclarationDto, { ...facts, complete: complete === 'yes' });
}
