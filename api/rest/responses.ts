import * as z from 'zod';
import { NamespaceName } from './requests/names.ts';
import { Problem } from './views/problem.ts';

const problem = { 'application/problem+json': { schema: Problem } };

/** Every route may also answer with a problem. */
export function answers<Answers extends Record<number, unknown>>(own: Answers) {
  return {
    ...own,
    '4xx': { description: 'The request is refused.', content: problem },
    '5xx': { description: 'The server or the host cluster is in trouble.', content: problem },
  };
}

/** @param namespaceDefault Where the custom resources are when a request does not say. */
export function namespaceQuery(namespaceDefault: string) {
  return z.strictObject({
    namespace: NamespaceName.default(namespaceDefault).describe(
      'Namespace of the custom resources.',
    ),
  });
}

/** A list as every collection answers. */
export function listOf<View extends z.ZodType>(view: View) {
  return z.object({ items: z.array(view) });
}
