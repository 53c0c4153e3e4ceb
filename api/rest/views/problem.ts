import * as z from 'zod';
import { ConditionView } from './condition.ts';

export const FieldError = z.object({
  in: z.enum(['body', 'query', 'path', 'header']).describe('The part of the request.'),
  pointer: z.string().describe('The field, as a JSON pointer (RFC 6901) into that part.'),
  message: z.string().describe('What to do about it.'),
  found: z.string().describe('What was found, in words; a secret is never repeated.'),
});
export type FieldError = z.infer<typeof FieldError>;

/** What every refused request is answered with (RFC 9457). */
export const Problem = z
  .object({
    type: z.string().describe('URN of the failure, for example urn:drayage:failure:DRAY-2001.'),
    title: z.string().describe('What the code means.'),
    status: z.number().describe('HTTP status.'),
    code: z.string().describe('Row of the table of failures, DRAY-nnnn.'),
    detail: z.string().describe('What was found this time.'),
    hint: z.string().describe('What to do.'),
    instance: z.string().describe('The request; the log of the server names it as reqId.'),
    retryable: z.boolean().describe('Whether the same request may succeed later.'),
    object: z.string().optional().describe('The object concerned.'),
    errors: z.array(FieldError).optional().describe('The fields that were refused.'),
    conditions: z
      .array(ConditionView)
      .optional()
      .describe('Conditions of the object that stand in the way.'),
  })
  .meta({ id: 'Problem', description: 'Why a request was refused (RFC 9457).' });
export type Problem = z.infer<typeof Problem>;
