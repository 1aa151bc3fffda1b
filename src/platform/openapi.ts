import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The API as its own code describes it: the doc comments of controllers and DTOs, read by the Swagger plugin in the build. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('Accord')
    .setDescription(
      'Academic engagement of a law-enforcement agency and its partners. Errors are RFC 9457 problem documents. ' +
        'Lists are pages: give `nextCursor` back as `cursor`. Changes send the ETag they were made to as `If-Match`.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The `accessToken` of /api/v1/auth/sign-in.' })
    .build();
  const document = SwaggerModule.createDocument(app, settings);
  describeProblems(document);
  describeDates(document);
  return document;
}

const namesOfDates = /(On|Until|From|To)$|^(from|to|today)$/;

/** To the plugin a CalendarDate, a string with a brand, is an object. The house names dates so that they can be told. */
function describeDates(document: OpenAPIObject): void {
  for (const schema of Object.values(document.components?.schemas ?? {}))
    for (const [name, property] of Object.entries(('properties' in schema && schema.properties) || {}))
      if ('type' in property && property.type === 'object' && !property.properties && namesOfDates.test(name))
        Object.assign(property, { type: 'string', format: 'date' });
}

/** Every operation can answer with a problem document; it is described once. */
function describeProblems(document: OpenAPIObject): void {
  document.components ??= {};
  document.components.schemas = { ...document.components.schemas, Problem: problemSchema };
  const problem = {
    description: 'What went wrong, which field, and what to do.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths))
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = path[method];
      if (operation) operation.responses = { ...operation.responses, default: problem };
    }
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', example: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What went wrong and what to do, in plain English.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'A JSON pointer into the body, or ?name for a query parameter.' },
          detail: { type: 'string' },
        },
      },
    },
    requestId: { type: 'string' },
  },
};

/** The reference pages at /api/docs. Not in production: the committed document serves there. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), { jsonDocumentUrl: 'api/openapi.json' });
}
