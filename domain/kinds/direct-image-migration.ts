import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { kindObject } from './kind-object.ts';
import { LabelSelector } from './label-selector.ts';
import { ObjectRef } from './object-ref.ts';
import { progressBasics } from './pipeline.ts';

const Spec = z.looseObject({
  srcMigClusterRef: ObjectRef.optional().describe('The MigCluster to copy from.'),
  destMigClusterRef: ObjectRef.optional().describe('The MigCluster to copy to.'),
  namespaces: z
    .array(z.string())
    .optional()
    .describe('Namespaces whose images to copy; "source:target" renames one.'),
  labelSelector: LabelSelector.optional().describe('Copy image streams with these labels only.'),
});

const ImageStream = ObjectRef.extend({
  destNamespace: z.string().optional().describe('Namespace on the target.'),
  notFound: z.boolean().optional().describe('Whether it has gone from the source.'),
  directMigration: ObjectRef.optional().describe('The DirectImageStreamMigration at work.'),
  errors: z.array(z.string()).optional().describe('What went wrong.'),
});

const streams = z.array(ImageStream).optional();

const Status = z.looseObject({
  ...statusBasics,
  ...progressBasics,
  newISs: streams.describe('Image streams still to copy.'),
  successfulISs: streams.describe('Image streams that were copied.'),
  deletedISs: streams.describe('Image streams that went away meanwhile.'),
  failedISs: streams.describe('Image streams that could not be copied.'),
});

/** A copy of the images of namespaces, from registry to registry. */
export const DirectImageMigration = kindObject('DirectImageMigration', Spec, Status).describe(
  'A copy of the images of namespaces, from registry to registry.',
);
export type DirectImageMigration = z.infer<typeof DirectImageMigration>;
