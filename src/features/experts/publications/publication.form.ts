import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { withoutBlanks } from '../../../platform/pages/forms.js';
import { AddPublicationDto, type CorrectPublicationDto } from './publications.dto.js';

export class PublicationForm {
  @Optional()
  @Typed()
  doi?: string;

  @Optional()
  @Typed()
  title?: string;

  @Optional()
  @Typed()
  year?: string;

  @Optional()
  @Typed()
  venue?: string;

  @Optional()
  @Typed()
  type?: string;
}

/** The fields in the order of the page, for `errorsOf`. */
export const publicationFields = ['title', 'doi', 'year', 'venue', 'type'] as const;

export function publicationOf({ title = '', doi, year: typedYear, venue, type }: PublicationForm): AddPublicationDto {
  const { year, ...facts } = withoutBlanks({ title, doi, year: typedYear, venue, type });
  // Anything but four digits stays as it was typed, for the DTO to say so.
  const typed = year === undefined ? {} : { year: /^\d{4}$/.test(year.trim()) ? Number(year) : year };
  return validate(AddPublicationDto, { title: '', ...facts, ...typed });
}

/** All that the form shows is as it should be: what is blank is cleared. */
export function correctionOf(form: PublicationForm): CorrectPublicationDto {
  const { title, doi = null, year = null, venue = null, type } = publicationOf(form);
  return { title, doi, year, venue, type };
}
