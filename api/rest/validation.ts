import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import type { ZodType } from 'zod';
import { instructionFor, invalidInput, type RequestPart } from './problems/invalid-input.ts';

const PARTS: Record<string, RequestPart> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'header',
};

/** Parses each part of a request with its zod schema; what does not fit becomes one refusal. */
export const compileValidator: FastifySchemaCompiler<ZodType> = ({ schema, httpPart = 'body' }) => {
  const part = PARTS[httpPart] ?? 'body';
  return (data: unknown) => {
    const result = schema.safeParse(data, { error: instructionFor });
    if (result.success) return { value: result.data };
    return { error: invalidInput(part, data, result.error.issues) };
  };
};

/** Clients send the Content-Type even where there is nothing to say; no body is then no body. */
export function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null);
    else void parse(request, body as string, done);
  });
}
