import type { KubeObject } from '../kube-object.ts';
import type { StoppedWorkload } from '../velero/restore.ts';
import { QUIESCED_BY } from './annotations.ts';
import { quiescerOf } from './workloads.ts';

/**
 * What has to arrive on the target at a stand: everything that runs on the source, or did until this run
 * stopped it. What stood still before the run arrives as it is.
 */
export function stoppedWorkloads(
  workloads: readonly KubeObject[],
  runUid: string,
): StoppedWorkload[] {
  return workloads.flatMap((object) => {
    const quiescer = quiescerOf(object.kind);
    if (quiescer === undefined) return [];
    const annotations = object.metadata.annotations ?? {};
    const noted = annotations[QUIESCED_BY] === runUid ? annotations[quiescer.stop.note] : undefined;
    const note = noted ?? (quiescer.runs(object) ? quiescer.noteOf(object) : undefined);
    if (note === undefined) return [];
    const { name, namespace = '' } = object.metadata;
    return [{ kind: quiescer.kind, namespace, name, note }];
  });
}
