import * as z from 'zod';
import { Analytics } from './analytics.ts';
import { statusBasics } from './condition.ts';
import { kindObject } from './kind-object.ts';
import { ObjectRef } from './object-ref.ts';

const Spec = z.looseObject({
  migPlanRef: ObjectRef.optional().describe('The MigPlan to analyse.'),
  analyzeImageCount: z.boolean().optional().describe('Count images.'),
  analyzeK8SResources: z.boolean().optional().describe('Count Kubernetes objects.'),
  analyzePVCapacity: z.boolean().optional().describe('Add up the capacity of volumes.'),
  analyzeExtendedPVCapacity: z.boolean().optional().describe('Measure how full volumes are.'),
  listImages: z.boolean().optional().describe('Name the images. The list may be long.'),
  listImagesLimit: z.int().optional().describe('How many images to name at most.'),
  refresh: z.boolean().optional().describe('Set to true to count anew.'),
});

const Status = z.looseObject({
  ...statusBasics,
  analytics: Analytics.optional().describe('What was counted.'),
});

/** A count of what a plan will move. */
export const MigAnalytic = kindObject('MigAnalytic', Spec, Status).describe(
  'A count of what a plan will move.',
);
export type MigAnalytic = z.infer<typeof MigAnalytic>;
