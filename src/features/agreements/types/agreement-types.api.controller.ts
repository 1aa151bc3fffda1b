import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permit } from '../../../platform/auth/permissions.js';
import { agreementTypes } from '../agreement.status.rules.js';
import { rulesOfType } from './agreement-types.rules.js';
import { AgreementTypeList } from './agreement-types.dto.js';

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/agreements/types')
export class AgreementTypesApiController {
  /** The types of agreement: what is usual for each, whose approval it needs, and what it settles beyond the common terms. */
  @Permit('agreements.read')
  @Get()
  list(): AgreementTypeList {
    return {
      items: agreementTypes.map((type) => {
        const { keyTerms, approvals, ...usual } = rulesOfType(type);
        return {
          type,
          ...usual,
          approvals: [...approvals],
          keyTerms: keyTerms.map((term) => ({
            name: term.name,
            label: term.label,
            hint: term.hint ?? null,
            kind: term.kind,
            needed: term.needed ?? false,
            choices: term.kind === 'choice' ? { ...term.choices } : null,
            least: term.kind === 'whole_number' ? term.least : null,
            most: term.kind === 'whole_number' ? term.most : null,
          })),
        };
      }),
    };
  }
}
