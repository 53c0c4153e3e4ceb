import * as z from 'zod';
import { Quantity } from './quantity.ts';

const Supported = z.looseObject({
  actions: z.array(z.string()).optional().describe('Actions one may select for this volume.'),
  copyMethods: z.array(z.string()).optional().describe('Ways of copying one may select.'),
});

const Selection = z.looseObject({
  action: z.string().optional().describe('What to do with the volume: copy, move or skip.'),
  copyMethod: z.string().optional().describe('How to copy: filesystem or snapshot.'),
  storageClass: z
    .string()
    .optional()
    .describe('Storage class on the target; empty for a volume without a class.'),
  accessMode: z
    .string()
    .optional()
    .describe('Access mode on the target; without it, the modes of the source claim.'),
  verify: z.boolean().optional().describe('Compare checksums after the copy. Slow.'),
});

const Claim = z.looseObject({
  name: z
    .string()
    .optional()
    .describe('Name of the claim; "source:target" gives it another name on the target.'),
  namespace: z.string().optional().describe('Namespace of the claim.'),
  accessModes: z.array(z.string()).optional().describe('Access modes of the claim.'),
  hasReference: z.boolean().optional().describe('Whether a pod uses the claim.'),
  volumeMode: z.string().optional().describe('Filesystem or Block.'),
  ownerType: z.string().optional().describe('Kind of the workload that uses the claim.'),
});

/**
 * One persistent volume of a plan. The controller writes it all; people change `selection`, the name
 * of the claim and `proposedCapacity`, the rest is overwritten.
 */
export const PlanVolume = z
  .looseObject({
    name: z.string().optional().describe('Name of the persistent volume on the source.'),
    capacity: Quantity.optional().describe('Capacity of the volume on the source.'),
    storageClass: z.string().optional().describe('Storage class on the source.'),
    supported: Supported.optional().describe('What may be selected.'),
    selection: Selection.optional().describe('What was selected. Yours to change.'),
    pvc: Claim.optional().describe('The claim bound to the volume.'),
    capacityConfirmed: z.boolean().optional().describe('Whether the real use was measured.'),
    proposedCapacity: Quantity.optional().describe(
      'Capacity proposed for the target. Yours to enlarge: what you write is what the target gets.',
    ),
  })
  .describe('A persistent volume and what becomes of it.');
export type PlanVolume = z.infer<typeof PlanVolume>;

/** The access mode of a volume that one pod alone may mount. */
export const EXCLUSIVE = 'ReadWriteOncePod';

export function isExclusive({ pvc }: PlanVolume): boolean {
  return pvc?.accessModes?.includes(EXCLUSIVE) === true;
}
