import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { kindObject } from './kind-object.ts';
import { ObjectRef } from './object-ref.ts';
import { progressBasics } from './pipeline.ts';

const Spec = z.looseObject({
  srcMigClusterRef: ObjectRef.optional().describe('The MigCluster to copy from.'),
  destMigClusterRef: ObjectRef.optional().describe('The MigCluster to copy to.'),
  imageStreamRef: ObjectRef.optional().describe('The image stream to copy.'),
  destNamespace: z.string().optional().describe('Namespace on the target.'),
});

const Status = z.looseObject({ ...statusBasics, ...progressBasics });

/** A copy of one image stream, from registry to registry. */
export const DirectImageStreamMigration = kindObject(
  'DirectImageStreamMigration',
  Spec,
  Status,
).describe('A copy of one image stream, from registry to registry.');
export type DirectImageStreamMigration = z.infer<typeof DirectImageStreamMigration>;
