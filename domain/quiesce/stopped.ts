import type { KubeObject } from '../kube-object.ts';
import { QUIESCED_BY } from './annotations.ts';
import { type QuiescedKind, quiescerOf } from './workloads.ts';

/** What ran on the source and shall stand still on the target until all is there. */
export interface StoppedWorkload {
  kind: QuiescedKind;
  namespace: string;
  name: string;
  /** What the note on the object says: replicas, or `false` for a CronJob that was not suspended. */
  note: string;
}

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
