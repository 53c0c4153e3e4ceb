import type { KubeObject } from '../kube-object.ts';
import { mergePatch } from '../merge-patch.ts';
import { workloadQuiescer } from './quiescers.ts';
import { stopPatch } from './workloads.ts';

/**
 * A workload as it arrives on the target: what would run stands still, with the notes by which the run starts it. What
 * stands still anyway, and what nobody can stop, arrives as it is.
 */
export function atAStand(object: KubeObject, runUid: string): KubeObject {
  const quiescer = workloadQuiescer(object);
  if (quiescer?.runs(object) !== true) return object;
  return mergePatch(object, stopPatch(quiescer, object, runUid));
}
