import { Module, type DynamicModule } from '@nestjs/common';
import type { AgencyFigure } from '../../kernel/contracts.js';
import { AgenciesApiController } from './agencies/agencies.api.controller.js';
import { AGENCY_FIGURES, AgencyQueries } from './agencies/agencies.queries.js';
import { AgenciesWebController } from './agencies/agencies.web.controller.js';
import { OrganisationForms } from './organisation.forms.js';
import { OrganisationLookup } from './organisation.lookup.js';
import { OrganisationReferences } from './organisation.references.js';
import { OrganisationsApiController } from './organisations.api.controller.js';
import { OrganisationQueries } from './organisations.queries.js';
import { OrganisationsService } from './organisations.service.js';
import { OrganisationsWebController } from './organisations.web.controller.js';

@Module({})
export class OrganisationsModule {
  /** `figures`: what the view of an agency says it has going on. */
  static showing(figures: readonly AgencyFigure[]): DynamicModule {
    return {
      module: OrganisationsModule,
      // Made once with the figures; whatever names bodies asks it.
      global: true,
      controllers: [
        OrganisationsApiController,
        AgenciesApiController,
        OrganisationsWebController,
        AgenciesWebController,
      ],
      providers: [
        OrganisationQueries,
        OrganisationsService,
        OrganisationReferences,
        AgencyQueries,
        OrganisationLookup,
        OrganisationForms,
        { provide: AGENCY_FIGURES, useValue: figures },
      ],
      exports: [OrganisationQueries, OrganisationsService, OrganisationLookup, AgencyQueries],
    };
  }
}
