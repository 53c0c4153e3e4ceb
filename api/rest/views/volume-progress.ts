import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';
import type { VolumeProgress } from '../../../domain/run/progress.ts';

export const VolumeProgressView = z
  .object({
    namespace: z.string().describe('Namespace of the claim on the source.'),
    claim: z.string().describe('The claim on the source.'),
    targetNamespace: z.string().describe('Namespace of the claim on the target.'),
    targetClaim: z.string().describe('The claim on the target.'),
    state: z.enum(['waiting', 'preparing', 'copying', 'copied', 'verifying', 'verified', 'failed']),
    pass: z.number().describe('Number of the pass that runs or ran last; 0 before the first.'),
    passKind: z.enum(['initial', 'delta', 'final']).optional(),
    bytesDone: z.number(),
    bytesTotal: z.number(),
    filesDone: z.number(),
    filesTotal: z.number(),
    bytesPerSecond: z.number().optional(),
    secondsLeft: z.number().optional(),
    attempt: z.number().optional().describe('Attempts of the pass that runs, from 1.'),
    message: z.string().optional(),
  })
  .meta({ id: 'VolumeProgress', description: 'How far the copy of one volume is.' });

/** Progress of each volume by claim, from the status of DirectVolumeMigrationProgress objects. */
export function volumeProgress(progresses: readonly KubeObject[]): VolumeProgress[] {
  return progresses
    .flatMap(({ status }) => {
      const result = Status.safeParse(status);
      return result.success ? [result.data.drayage] : [];
    })
    .sort((a, b) => a.namespace.localeCompare(b.namespace) || a.claim.localeCompare(b.claim));
}

const Status = z.object({ drayage: VolumeProgressView });
