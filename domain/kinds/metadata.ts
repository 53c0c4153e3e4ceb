import * as z from 'zod';
import { Time } from './time.ts';

const strings = z.record(z.string(), z.string());

export const OwnerReference = z
  .looseObject({
    apiVersion: z.string().describe('Group and version of the owner.'),
    kind: z.string().describe('Kind of the owner.'),
    name: z.string().describe('Name of the owner.'),
    uid: z.string().describe('UID of the owner.'),
    controller: z.boolean().optional().describe('Whether this owner is the managing controller.'),
    blockOwnerDeletion: z
      .boolean()
      .optional()
      .describe('Whether the owner must wait for this object when deleted in the foreground.'),
  })
  .describe('An object this one belongs to, and is deleted with.');
export type OwnerReference = z.infer<typeof OwnerReference>;

const optional = {
  generateName: z.string().optional().describe('Prefix from which the API server makes the name.'),
  resourceVersion: z.string().optional().describe('Version of the stored object.'),
  generation: z.int().optional().describe('Counts the changes of spec.'),
  creationTimestamp: Time.optional().describe('When the object was stored.'),
  deletionTimestamp: Time.optional().describe('When deletion was asked for.'),
  labels: strings.optional().describe('Labels.'),
  annotations: strings.optional().describe('Annotations.'),
  finalizers: z.array(z.string()).optional().describe('Who must act before the object goes.'),
  ownerReferences: z.array(OwnerReference).optional().describe('Objects this one belongs to.'),
};

/** The metadata of an object the API server has stored: name, namespace and UID are always there. */
export const StoredMetadata = z
  .looseObject({
    name: z.string().describe('Name, unique for the kind in its namespace.'),
    namespace: z.string().describe('Namespace.'),
    uid: z.string().describe('UID, never used twice.'),
    ...optional,
  })
  .describe('Metadata of a stored object.');
export type StoredMetadata = z.infer<typeof StoredMetadata>;

/** The metadata a person writes: a name or a `generateName`, and the rest is left to the API server. */
export const ManifestMetadata = z
  .looseObject({
    name: z.string().optional().describe('Name, unique for the kind in its namespace.'),
    namespace: z.string().optional().describe('Namespace.'),
    uid: z.string().optional().describe('UID, never used twice.'),
    ...optional,
  })
  .refine((metadata) => Boolean(metadata.name ?? metadata.generateName), {
    path: ['name'],
    params: { reason: 'unnamed' },
  })
  .describe('Metadata of a manifest.');
export type ManifestMetadata = z.infer<typeof ManifestMetadata>;
