import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';
import type { VolumeProgress } from '../../../domain/run/progress.ts';

const PassView = z.object({
  number: z.number().describe('From 1.'),
  kind: z
    .enum(['initial', 'delta', 'final', 'repair'])
    .describe('initial and delta beside the application; final and repair while it stands still.'),
  startedAt: z.string().describe('RFC 3339, by the clock of the pod.'),
  seconds: z.number(),
  bytesSent: z.number().describe('What went over the wire.'),
  bytesTotal: z.number().describe('Size of the volume.'),
  filesScanned: z.number(),
  filesTransferred: z.number(),
  attempts: z.number(),
  warning: z.string().optional(),
});

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
    passes: z
      .array(PassView)
      .optional()
      .describe('The passes of this run that have ended, in their order.'),
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
