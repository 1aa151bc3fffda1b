import { Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { withoutBlanks } from '../../../platform/pages/forms.js';
import { AddPublicationDto } from './publications.dto.js';

export class PublicationForm {
  @Typed()
  doi: string;

  @Typed()
  title: string;

  @Typed()
  year: string;

  @Typed()
  venue: string;

  @Typed()
  type: string;
}

/** The fields in the order of the page, for `errorsOf`. */
export const publicationFields = ['title', 'doi', 'year', 'venue', 'type'] as const;

export function publicationOf(form: PublicationForm): AddPublicationDto {
  const { year, ...facts } = withoutBlanks(form);
  // Anything but four digits stays as it was typed, for the DTO to say so.
  const typed = year === undefined ? {} : { year: /^\d{4}$/.test(year.trim()) ? Number(year) : year };
  return validate(AddPublicationDto, { title: '', ...facts, ...typed });
}
