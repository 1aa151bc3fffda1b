import type { PublicationSource, PublicationType } from './publication.rules.js';

export const publicationTypeWords: Record<PublicationType, string> = {
  article: 'Article in a journal',
  chapter: 'Chapter of a book',
  book: 'Book',
  report: 'Report',
  conference_paper: 'Conference paper',
  preprint: 'Preprint',
  data_set: 'Data set',
  thesis: 'Thesis',
  other: 'Something else',
};

/** As the person is told. */
export const publicationSourceWords: Record<PublicationSource, string> = {
  self: 'added by you',
  liaison: 'suggested by the agency that keeps your record',
  suggested: 'suggested automatically',
};
