import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Marking } from '../../kernel/marking.js';

export const pageKey = 'accord.page';

/** The controller answers with pages for people: cookie sessions, forms with a CSRF token, errors as pages. */
export const Pages = () => applyDecorators(SetMetadata(pageKey, true), ApiExcludeController());

/** The records that a page shows, by kind: their ids are kept in the read log. */
export type ShownRecords = Readonly<Record<string, readonly { readonly id: string; readonly marking: Marking }[]>>;

/** What a page's controller answers with; the interceptor turns it into HTML. */
export class PageView {
  constructor(
    /** Below a feature's `views` folder, such as `agreements/list`. */
    readonly template: string,
    /** What the template shows. Typed by the controller; never an entity. */
    readonly model: object,
    readonly status = 200,
    readonly shown: ShownRecords = {},
  ) {}
}

export function page<Model extends object>(
  template: string,
  model: Model,
  { status, shown }: { status?: number; shown?: ShownRecords } = {},
): PageView {
  return new PageView(template, model, status, shown);
}

/** After a POST: 303, so that reloading the next page posts nothing again. */
export class Redirect {
  constructor(readonly to: string) {}
}
