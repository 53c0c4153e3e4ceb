import type { KubeObject } from '../kube-object.ts';
import { QUIESCED_BY } from './annotations.ts';
import { quiescerOf } from './workloads.ts';

/**
 * A workload as it arrives on the target: what would run stands still, with the note by which the run starts it. What
 * stands still anyway, and what nobody can stop, arrives as it is.
 */
export function atAStand(object: KubeObject, runUid: string): KubeObject {
  const quiescer = quiescerOf(object.kind);
  const isOfItsGroup = quiescer?.apiVersion.split('/')[0] === object.apiVersion.split('/')[0];
  if (quiescer === undefined || !isOfItsGroup || !quiescer.runs(object)) return object;
  const notes = { [quiescer.stop.note]: quiescer.noteOf(object), [QUIESCED_BY]: runUid };
  return {
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...notes } },
    spec: { ...(object['spec'] as object | undefined), ...quiescer.stop.spec },
  };
}
