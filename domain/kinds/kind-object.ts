import * as z from 'zod';
import { API_VERSION } from './group.ts';
import { StoredMetadata } from './metadata.ts';

/**
 * The whole object of a kind, around its spec and status. Unknown fields are kept, at every depth:
 * a field of a later MTC must survive us.
 */
export function kindObject<
  const Kind extends string,
  Spec extends z.ZodType,
  Status extends z.ZodType,
  const ApiVersion extends string = typeof API_VERSION,
>(kind: Kind, spec: Spec, status: Status, apiVersion?: ApiVersion) {
  const group = (apiVersion ?? API_VERSION) as ApiVersion;
  return z.looseObject({
    apiVersion: z.literal(group).describe('Group and version.'),
    kind: z.literal(kind).describe('Kind.'),
    metadata: StoredMetadata,
    spec: spec.describe('What is wanted.'),
    status: status.optional().describe('What is, as last written by the controller.'),
  });
}
