import * as z from 'zod';
import { NAMESPACE } from './group.ts';

const fields = {
  name: z.string().optional().describe('Name of the object.'),
  namespace: z.string().optional().describe(`Namespace of the object; without it, ${NAMESPACE}.`),
  kind: z.string().optional().describe('Kind of the object.'),
  apiVersion: z.string().optional().describe('Group and version of the object.'),
  uid: z.string().optional().describe('UID of the object.'),
  resourceVersion: z.string().optional().describe('Version of the object.'),
  fieldPath: z.string().optional().describe('A part of the object.'),
};

/** A reference to another object. As in MTC even the name may be missing: a condition says so then. */
export const ObjectRef = z.looseObject(fields).describe('A reference to another object.');
export type ObjectRef = z.infer<typeof ObjectRef>;

/** Name and namespace of a referred object, or `undefined` when the reference was left empty. */
export function resolveRef(
  ref: ObjectRef | undefined,
  defaultNamespace: string = NAMESPACE,
): { name: string; namespace: string } | undefined {
  if (!ref?.name) return undefined;
  return {
    name: ref.name,
    namespace:
      ref.namespace === undefined || ref.namespace === '' ? defaultNamespace : ref.namespace,
  };
}
