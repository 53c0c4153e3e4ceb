import * as z from 'zod';
import { Quantity } from './quantity.ts';

const Resource = z.looseObject({
  group: z.string().describe('API group.'),
  version: z.string().describe('Version.'),
  kind: z.string().describe('Kind.'),
  count: z.int().describe('How many there are.'),
});

const Image = z.looseObject({
  name: z.string().describe('Name of the image.'),
  reference: z.string().describe('Where it is pulled from.'),
  size: Quantity.describe('Size of the image.'),
});

const Volume = z.looseObject({
  name: z.string().describe('Name of the claim.'),
  requestedCapacity: Quantity.optional().describe('What the claim asks for.'),
  actualCapacity: Quantity.optional().describe('What the volume offers.'),
  usagePercentage: z.int().optional().describe('How full it is.'),
  proposedCapacity: Quantity.optional().describe('What the target should offer.'),
  comment: z.string().optional().describe('Why.'),
  sparseFilesFound: z.boolean().optional().describe('Whether it holds sparse files.'),
});

/** Counts of one namespace. Here the K of `K8S` is upper case, unlike in the totals of the plan. */
const NamespaceAnalytics = z.looseObject({
  namespace: z.string().describe('Name of the namespace.'),
  k8sResourceTotal: z.int().optional().describe('Objects that will be moved.'),
  excludedK8SResourceTotal: z.int().optional().describe('Objects left out.'),
  incompatibleK8SResourceTotal: z.int().optional().describe('Objects the target cannot hold.'),
  pvCapacity: Quantity.optional().describe('Capacity of its volumes.'),
  pvCount: z.int().optional().describe('Number of its volumes.'),
  imageCount: z.int().optional().describe('Number of its images.'),
  imageSizeTotal: Quantity.optional().describe('Size of its images.'),
  images: z.array(Image).optional().describe('Its images.'),
  k8sResources: z.array(Resource).optional().describe('Objects that will be moved, by kind.'),
  excludedK8SResources: z.array(Resource).optional().describe('Objects left out, by kind.'),
  incompatibleK8SResources: z
    .array(Resource)
    .optional()
    .describe('Objects the target cannot hold, by kind.'),
  persistentVolumes: z.array(Volume).optional().describe('Its volumes.'),
});

/** What an analysis of a plan counts. Mind the lower k of `excludedk8sResourceTotal`. */
export const Analytics = z.looseObject({
  plan: z.string().optional().describe('Name of the plan.'),
  percentComplete: z.int().optional().describe('How far the analysis has come.'),
  k8sResourceTotal: z.int().optional().describe('Objects that will be moved.'),
  excludedk8sResourceTotal: z.int().optional().describe('Objects left out.'),
  incompatiblek8sResourceTotal: z.int().optional().describe('Objects the target cannot hold.'),
  pvCapacity: Quantity.optional().describe('Capacity of all volumes.'),
  pvCount: z.int().optional().describe('Number of volumes.'),
  imageCount: z.int().optional().describe('Number of images.'),
  imageSizeTotal: Quantity.optional().describe('Size of all images.'),
  namespaces: z.array(NamespaceAnalytics).optional().describe('The same for each namespace.'),
});
export type Analytics = z.infer<typeof Analytics>;
