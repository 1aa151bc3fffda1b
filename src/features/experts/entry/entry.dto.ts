import { ListOf, ObjectOf, Optional } from '../../../platform/errors/fields.js';
import { AddAffiliationDto } from '../affiliations/affiliations.dto.js';
import { ExpertiseItemDto } from '../expertise/expertise.dto.js';
import { CreateExpertDto } from '../experts.dto.js';
import { CreateRelationshipDto } from '../relationships/relationships.dto.js';

/** A person with what stands around them from the beginning. */
export class EnterExpertDto extends CreateExpertDto {
  /** Where they work. */
  @Optional()
  @ObjectOf(() => AddAffiliationDto)
  affiliation?: AddAffiliationDto;

  /** What they know. */
  @Optional()
  @ListOf(() => ExpertiseItemDto, 40)
  expertise?: ExpertiseItemDto[];

  /** Your agency's relationship with them; left out, there is none yet. */
  @Optional()
  @ObjectOf(() => CreateRelationshipDto)
  relationship?: CreateRelationshipDto;
}
